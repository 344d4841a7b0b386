using System.Collections.Concurrent;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>
/// The slots of limits across jobs in which the sheets of a run run. They are renewed until they are returned. A sheet whose slot could not
/// be renewed runs on, and gets it again when the store can be used.
/// </summary>
/// <param name="score">The score.</param>
/// <param name="instruments">The instruments that the sheets use at the moment.</param>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The services of the runner.</param>
/// <param name="learning">Reads and writes the learning store.</param>
/// <param name="redactor">Redacts secrets.</param>
internal sealed class LimitSlots(
    Score score,
    SheetInstruments instruments,
    string jobId,
    RunnerServices services,
    LearningRecorder learning,
    SecretRedactor redactor) : IDisposable
{
    private readonly ConcurrentDictionary<int, SlotRequest> _held = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly object _lock = new();
    private Task? _renewing;

    /// <summary>Returns the token of the slot in which a sheet runs, or <c>null</c> if no limit concerns it.</summary>
    /// <param name="number">The sheet's number.</param>
    public string? TokenOf(int number) => _held.GetValueOrDefault(number)?.Holder.Token;

    /// <summary>Takes a slot for an attempt, or a place in the queue. If the store fails, the attempt may start.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="token">Identifies the attempt.</param>
    /// <param name="waited">How long it has waited.</param>
    /// <returns>Why the attempt has to wait, or <c>null</c> if it may start.</returns>
    public async ValueTask<SlotRefusal?> TakeAsync(int number, string token, TimeSpan waited)
    {
        string[] names = NamesOf(number);
        if (names.Length == 0)
            return null;

        var holder = new SlotHolder
        {
            Token = token,
            JobId = jobId,
            Number = number,
            Priority = score.Priority,
            Process = services.Process,
        };
        var request = Redacted<SlotRequest>.Of(new SlotRequest(holder, names, waited), redactor);
        SlotDecision decision = await learning
            .AskAsync(store => store.TakeSlotAsync(request), SlotDecision.Unlimited, number).ConfigureAwait(false);
        if (decision is { Refusal: null, Limits.Count: > 0 })
            Hold(number, new SlotRequest(holder, decision.Limits));
        return decision.Refusal;
    }

    /// <summary>Returns the slot of a sheet whose attempt has ended.</summary>
    /// <param name="number">The sheet's number.</param>
    public async ValueTask ReturnAsync(int number)
    {
        if (_held.TryRemove(number, out SlotRequest? slot))
            await ReturnAsync(slot.Holder.Token).ConfigureAwait(false);
    }

    /// <summary>Leaves the queues.</summary>
    /// <param name="token">Identifies the attempt.</param>
    public async ValueTask ReturnAsync(string token) => await learning.TryAsync(
        async store => await store.ReturnSlotAsync(token).ConfigureAwait(false)).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private string[] NamesOf(int number) =>
    [
        .. new[] { instruments.Of(number)?.Name, score.SheetOf(number).Limit }.OfType<string>()
            .Select(name => redactor.Redact(name.Trim())).Where(LearningValidator.IsLimitName).Distinct(StringComparer.Ordinal),
    ];

    private void Hold(int number, SlotRequest slot)
    {
        _held[number] = slot;
        lock (_lock)
            _renewing ??= RenewAsync(_stop.Token);
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Lease.RenewalInterval, services.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested && !_held.IsEmpty)
                await RenewAsync([.. _held]).ConfigureAwait(false);
        }
    }

    private async ValueTask RenewAsync(KeyValuePair<int, SlotRequest>[] slots)
    {
        var requests = Redacted<SlotRequest[]>.Of([.. slots.Select(slot => slot.Value)], redactor);
        await learning.TryAsync(store => store.RenewSlotsAsync(requests)).ConfigureAwait(false);

        // A slot that was returned meanwhile may have been renewed after that.
        foreach ((int number, SlotRequest slot) in slots.Where(slot => TokenOf(slot.Key) != slot.Value.Holder.Token))
            await ReturnAsync(slot.Holder.Token).ConfigureAwait(false);
    }
}
