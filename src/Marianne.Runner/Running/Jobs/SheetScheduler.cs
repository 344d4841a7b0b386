using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Starts sheets when what they need is done and there is room, until nothing runs and nothing can.</summary>
/// <param name="options">How many run at once.</param>
/// <param name="ready">The sheets that can be started.</param>
/// <param name="play">Begins to play a sheet.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends the run.</param>
internal sealed class SheetScheduler(
    ParallelismOptions options, ReadySheets ready, Func<int, Task<SheetRunResult>> play, TimeProvider time, RunCancellation stop)
{
    private readonly Dictionary<Task<SheetRunResult>, int> _running = [];
    private long? _lastStart;

    /// <summary>Whether a sheet failed for good.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Runs to the end. When something breaks, what runs is stopped and waited for first.</summary>
    public async Task RunAsync()
    {
        List<Exception> broken = [];
        while (true)
        {
            TimeSpan? wait = StartWhatCanBe();
            if (_running.Count == 0 && wait is null)
                break;

            await ChangeAsync(wait).ConfigureAwait(false);
            foreach (Task<SheetRunResult> ended in _running.Keys.Where(task => task.IsCompleted).ToArray())
            {
                if (await CollectAsync(ended).ConfigureAwait(false) is { } error)
                    broken.Add(error);
            }
        }

        if (broken.Count > 0)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(broken[0]);
    }

    /// <summary>Starts sheets; gives after how long to try again, if that is not only when one has ended.</summary>
    private TimeSpan? StartWhatCanBe()
    {
        while (!stop.IsRequested)
        {
            TimeSpan? sinceLast = _lastStart is { } last ? time.GetElapsedTime(last) : null;
            LaunchDecision decision = LaunchPolicy.Next(options, ready.InOrder, _running.Count, HasFailed, sinceLast);
            if (decision.Sheet is not { } number)
                return decision.Wait;

            ready.Start(number);
            _lastStart = time.GetTimestamp();
            _running.Add(play(number), number);
        }

        return null;
    }

    private async Task ChangeAsync(TimeSpan? wait)
    {
        using var changed = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        IEnumerable<Task> awaited = wait is { } pause
            ? _running.Keys.Append<Task>(Task.Delay(pause, time, changed.Token))
            : _running.Keys;
        await Task.WhenAny(awaited).ConfigureAwait(false);
        await changed.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Takes note of how a sheet ended; gives what broke, if anything did.</summary>
    private async Task<Exception?> CollectAsync(Task<SheetRunResult> task)
    {
        _running.Remove(task, out int number);
        try
        {
            SheetRunResult end = await task.ConfigureAwait(false);
            if (end == SheetRunResult.Done)
                ready.Finish(number);
            HasFailed |= end == SheetRunResult.Failed;
            return null;
        }
        catch (Exception error)
        {
            // Whatever it is, it is thrown on when everything has ended.
            stop.Request(StopReason.Error, error.Message);
            return error;
        }
    }
}
