using System.Runtime.ExceptionServices;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>
/// Starts sheets when their dependencies are done and a slot is free, until nothing runs and nothing can start.
/// </summary>
/// <param name="groups">The number of sheets that may run at the same time.</param>
/// <param name="ready">The sheets that can start.</param>
/// <param name="mayStart">Determines whether a sheet may start beside a number of running sheets.</param>
/// <param name="slots">The places of the running sheets.</param>
/// <param name="start">Starts a sheet in a place.</param>
/// <param name="approvals">The approvals that sheets wait for.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Stops the run.</param>
internal sealed class SheetScheduler(
    GroupLimits groups,
    ReadySheets ready,
    Func<int, int, bool> mayStart,
    SheetSlots slots,
    Func<int, SheetSlot, Task<SheetRunResult>> start,
    RunApprovals approvals,
    TimeProvider time,
    RunCancellation stop)
{
    private readonly Dictionary<Task<SheetRunResult>, (int Number, int Group, SheetSlot Slot)> _running = [];
    private readonly HashSet<int> _stopped = [];
    private long? _lastStart;
    private bool _holdsBack;

    /// <summary>Indicates whether a sheet failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Returns the group of a sheet. The default is 0 for all.</summary>
    public Func<int, int> GroupOf { get; init; } = _ => 0;

    /// <summary>Adds the items of a sheet to those that can start. By default, no sheet has any.</summary>
    public Func<int, Task> ExpandAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs the sheets. If one throws, the others are stopped and have ended before the error is thrown.</summary>
    public async Task RunAsync()
    {
        List<Exception> errors = [];
        while (true)
        {
            Task freed = slots.Freed; // Before the places are counted, so that none is missed.
            Task answered = approvals.Changed;
            foreach (int number in approvals.TakeAnswered())
                ready.Reopen(number);
            TimeSpan? wait = StartReadySheets();
            if (_running.Count == 0 && wait is null)
                break;

            await WaitForChangeAsync(wait, freed, answered).ConfigureAwait(false);
            foreach (Task<SheetRunResult> ended in _running.Keys.Where(task => task.IsCompleted).ToArray())
            {
                if (await CollectAsync(ended).ConfigureAwait(false) is { } error)
                    errors.Add(error);
            }
        }

        if (errors.Count > 0)
            ExceptionDispatchInfo.Throw(errors[0]);
    }

    /// <summary>
    /// Starts the sheets that can start. Returns the time after which another can, or <c>null</c> if a sheet must end first.
    /// </summary>
    private TimeSpan? StartReadySheets()
    {
        while (!stop.IsEnding && !approvals.HaveReset && slots.HasFree)
        {
            TimeSpan? sinceLast = _lastStart is { } last ? time.GetElapsedTime(last) : null;
            int taken = slots.Taken;
            int[] running = [.. _running.Values.Where(sheet => sheet.Slot.IsHeld).Select(sheet => sheet.Group)];
            IEnumerable<int> candidates = ready.InGroups(group => !_stopped.Contains(group) && groups.MayStart(group, running))
                .Where(number => mayStart(number, taken));
            LaunchDecision decision = LaunchPolicy.Next(groups.Options, candidates, taken, _holdsBack, sinceLast);
            if (decision.Sheet is not { } number || slots.TryTake() is not { } slot)
                return decision.Wait;

            ready.Start(number);
            _lastStart = time.GetTimestamp();
            _running.Add(start(number, slot), (number, GroupOf(number), slot));
        }

        return null;
    }

    private async Task WaitForChangeAsync(TimeSpan? wait, Task freed, Task answered)
    {
        Task[] awaited = [.. _running.Keys, freed, answered];
        if (wait is not { } delay)
        {
            await Task.WhenAny(awaited).ConfigureAwait(false);
            return;
        }

        using var changed = CancellationTokenSource.CreateLinkedTokenSource(stop.StartToken);
        await Task.WhenAny([.. awaited, Task.Delay(delay, time, changed.Token)]).ConfigureAwait(false);
        await changed.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Records the result of a sheet. Returns the error that it threw, or <c>null</c> if it threw none.</summary>
    private async Task<Exception?> CollectAsync(Task<SheetRunResult> task)
    {
        _running.Remove(task, out (int Number, int Group, SheetSlot Slot) sheet);
        sheet.Slot.Release();
        try
        {
            SheetRunResult result = await task.ConfigureAwait(false);
            if (result is SheetRunResult.Done or SheetRunResult.FailedAsAllowed)
                ready.Finish(sheet.Number);
            else if (result is SheetRunResult.Failed or SheetRunResult.FailedAlone)
                ready.Fail(sheet.Number);
            else if (result == SheetRunResult.Expanded)
                await ExpandAsync(sheet.Number).ConfigureAwait(false);
            if (result == SheetRunResult.Failed && sheet.Group > 0)
                _stopped.Add(sheet.Group);
            HasFailed |= result is SheetRunResult.Failed or SheetRunResult.FailedAlone;
            _holdsBack |= result == SheetRunResult.Failed;
            return null;
        }
        catch (Exception error)
        {
            // Any error is thrown again when all sheets have ended.
            await stop.RequestAsync(StopReason.Error, error.Message).ConfigureAwait(false);
            return error;
        }
    }
}
