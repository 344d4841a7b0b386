using System.Runtime.CompilerServices;
using Marianne.Outputs;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>
/// Clears the history of jobs that have ended, in short transactions with pauses between them, so that other writers of the store hardly
/// wait. If the process is killed, what is left is as it was. A damaged job is kept, and the others are cleared.
/// </summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
public sealed class HistoryCleaner(IJobStore jobs, TimeProvider time)
{
    /// <summary>The maximum number of jobs that are passed to the store at once.</summary>
    private const int BatchSize = 200;

    /// <summary>The number of jobs that are measured at once.</summary>
    private const int MeasuredAtOnce = 500;

    /// <summary>The number of damages that are described.</summary>
    private const int MostWarnings = 20;

    private readonly CleaningPause _pause = new(time);
    private readonly List<MarianneException> _damages = [];

    /// <summary>What kept the history of damaged jobs so far, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (MarianneException damage in _damages.Take(MostWarnings))
                yield return $"The history of a damaged job was kept: {damage.Message}";
            if (_damages.Count > MostWarnings)
            {
                int others = _damages.Count - MostWarnings;
                yield return $"{CountText.Of(others, "more file of a job is", "more files of jobs are")} damaged.";
            }
        }
    }

    /// <summary>Selects the jobs whose history is cleared, the oldest first.</summary>
    /// <param name="query">Which jobs are considered. Damaged jobs are added to the warnings.</param>
    /// <param name="ruleOf">Returns the rule of a job; <c>null</c> to keep it.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<EndedJob>> SelectAsync(
        JobQuery query, Func<Job, RetentionRule?> ruleOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(ruleOf);
        var rules = new Dictionary<EndedJob, RetentionRule>();
        JobQuery ended = query with { Statuses = EndedJob.Statuses, WithSheets = false, OnDamage = Add };
        await foreach (Job job in jobs.ListAsync(ended, cancellationToken).ConfigureAwait(false))
        {
            if (EndedJob.Of(job) is { } listed && ruleOf(job) is { } rule)
                rules[listed] = rule;
        }

        return RetentionRule.Select(rules.Keys, job => rules[job], time.GetUtcNow());
    }

    /// <summary>Measures what would be cleared.</summary>
    /// <param name="part">The part of the history.</param>
    /// <param name="ended">The jobs.</param>
    /// <param name="cleared">The parts that would be cleared before, of the same jobs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<HistoryAmount> MeasureAsync(
        HistoryPart part, IReadOnlyList<EndedJob> ended, IReadOnlyCollection<HistoryPart> cleared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cleared);
        HistoryAmount total = await MeasureAsync(part, ended, cancellationToken).ConfigureAwait(false);
        HistoryPart[] contained = [.. cleared.Where(other => other > part)]; // A later part is contained in an earlier one.
        if (contained.Length == 0)
            return total;

        HistoryAmount before = await MeasureAsync(contained.Min(), ended, cancellationToken).ConfigureAwait(false);
        bool hasAttempts = contained.Contains(HistoryPart.Attempts);
        return total with { Attempts = total.Attempts - (hasAttempts ? before.Attempts : 0), Bytes = total.Bytes - before.Bytes };
    }

    private async ValueTask<HistoryAmount> MeasureAsync(
        HistoryPart part, IReadOnlyList<EndedJob> ended, CancellationToken cancellationToken)
    {
        HistoryAmount total = default;
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (EndedJob[] batch in ended.Chunk(MeasuredAtOnce))
        {
            MeasuredHistory measured = await jobs.MeasureHistoryAsync(part, batch, cancellationToken).ConfigureAwait(false);
            long inFiles = measured.UnusedFiles.Where(output => files.Add(output.File!.Path)).Sum(OutputFiles.SizeOf);
            total += measured.Amount with { Bytes = measured.Amount.Bytes + inFiles };
            AddAll(measured.Damages);
        }

        return total;
    }

    /// <summary>Clears a part of the history of jobs, and returns after each step what was cleared by it.</summary>
    /// <param name="part">The part of the history.</param>
    /// <param name="ended">The jobs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<HistoryAmount> ClearAsync(
        HistoryPart part, IReadOnlyList<EndedJob> ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ended);
        for (int next = 0; next < ended.Count;)
        {
            long started = time.GetTimestamp();
            ClearedHistory step = await jobs.ClearHistoryAsync(
                part, [.. ended.Skip(next).Take(BatchSize)], cancellationToken).ConfigureAwait(false);
            next += step.Finished;
            AddAll(step.Damages);
            long inFiles = step.UnusedFiles.Sum(OutputFiles.Delete);
            yield return step.Amount with { Bytes = step.Amount.Bytes + inFiles };
            await _pause.RestAsync(started, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the space of cleared history back. Returns a sentence about what kept it from doing so; <c>null</c> if nothing did.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<string?> ReleaseSpaceAsync(CancellationToken cancellationToken) =>
        ReleaseSpaceAsync(() => true, cancellationToken);

    /// <inheritdoc cref="ReleaseSpaceAsync(CancellationToken)"/>
    /// <param name="continues">Determines after each step whether another one may follow.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    internal ValueTask<string?> ReleaseSpaceAsync(Func<bool> continues, CancellationToken cancellationToken) =>
        _pause.ReleaseSpaceAsync(jobs.ReleaseSpaceAsync, continues, cancellationToken);

    private void AddAll(IReadOnlyList<MarianneException> damages)
    {
        foreach (MarianneException damage in damages)
            Add(damage);
    }

    /// <summary>Adds a damage, which may be found again: a job is measured and cleared, and the history has several parts.</summary>
    private void Add(MarianneException damage)
    {
        if (!_damages.Exists(known => known.Message == damage.Message))
            _damages.Add(damage);
    }
}
