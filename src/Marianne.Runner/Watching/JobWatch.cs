using System.Globalization;
using System.Runtime.CompilerServices;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Running;
using Marianne.Working;

namespace Marianne.Watching;

/// <summary>Shows jobs while others run them, in this process or any other.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
public sealed class JobWatch(IJobStore jobs, TimeProvider time)
{
    /// <summary>The time between two frames: ten in a second.</summary>
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    /// <summary>
    /// The full path of the folder with the output of the attempts that run on this machine; <c>null</c>, the default, to show none.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>Changes a job, when the person who watches asks for it.</summary>
    public required Func<string, JobUpdate, CancellationToken, ValueTask> Update { get; init; }

    /// <summary>Shows jobs on a console until the person ends it.</summary>
    /// <param name="console">The console.</param>
    /// <param name="ids">The ids of the jobs: the sheets of a single one are shown, and otherwise a list; <c>null</c> for all jobs.</param>
    /// <param name="stop">A token to end the watch.</param>
    /// <exception cref="MarianneException">The store cannot be read at the first look.</exception>
    public async Task ShowAsync(IWatchConsole console, IReadOnlyCollection<string>? ids, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(console);

        var state = new WatchState(ids is { Count: 1 } ? ids.First() : null);
        var reader = new WatchReader(jobs, ids, FindMissing, OutputFolder is { } folder ? new RunningOutputs(folder, jobs) : null);
        state.Show(await reader.ReadAsync(state.Place, stop).ConfigureAwait(false)); // An error here has the normal screen.
        using var screen = new WatchScreen(console);
        await ShowAsync(console, screen, state, reader, stop).ConfigureAwait(false);
    }

    /// <summary>Returns a line for each change of jobs until all of them have ended or are paused.</summary>
    /// <param name="ids">The ids of the jobs; <c>null</c> for those that are Running or Pending.</param>
    /// <param name="cancellationToken">A token to end the watch.</param>
    public async IAsyncEnumerable<string> ReadLinesAsync(
        IReadOnlyCollection<string>? ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> watched = [.. ids ?? []];
        var active = new JobQuery { Statuses = [JobStatus.Running, JobStatus.Pending], WithSheets = false };
        if (ids is null)
        {
            await foreach (Job job in jobs.ListAsync(active, cancellationToken).ConfigureAwait(false))
                watched.Add(job.Id);
        }

        await foreach (string line in new WatchLines(jobs, FindMissing, time).ReadAsync(watched, cancellationToken).ConfigureAwait(false))
            yield return line;
    }

    private MissingAbilities FindMissing() => new(jobs, time) { OwnInstruments = OwnInstruments };

    private async Task ShowAsync(
        IWatchConsole console, WatchScreen screen, WatchState state, WatchReader reader, CancellationToken stop)
    {
        var frame = new WatchFrame(new WatchStyle(console.HasColor, console.HasUnicode), new WatchText(time));
        long drawn = -1;
        var reading = new WatchReading(reader, time);
        while (!state.IsOver && !stop.IsCancellationRequested)
        {
            DrawIfDue();
            while (!state.IsOver && console.ReadKey() is { } key)
            {
                drawn = -1;
                if (WatchKeys.Press(state, key) is { } action)
                {
                    await ChangeAsync(state, action, stop).ConfigureAwait(false);
                    reading.Hurry();
                }
            }

            if (reading.Take(state.Place, stop) is { } snapshot)
            {
                state.Show(snapshot);
                drawn = -1;
            }

            await Task.Delay(FrameInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Nothing but the times of running sheets changes by itself, once in a second.
        void DrawIfDue()
        {
            (int Width, int Height) size = console.Size;
            long second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second == drawn && size == screen.Size)
                return;

            drawn = second;
            screen.Show(frame.Draw(state, size.Width, size.Height), size);
        }
    }

    /// <summary>Does what a key asks for. Returns what to tell the person.</summary>
    private async ValueTask<string> FollowAsync(WatchAction action, CancellationToken stop)
    {
        if (action is WatchAction.Change { Update: var update })
        {
            await Update(action.JobId, update, stop).ConfigureAwait(false);
            return update is JobUpdate.Pause ? "The job is paused: its running sheets end now." : "The job is cancelled.";
        }

        int number = ((WatchAction.Approve)action).Sheet;
        Job job = await jobs.LoadAsync(action.JobId, stop).ConfigureAwait(false) ?? throw JobErrors.NotFound(action.JobId);
        var answers = new ApprovalAnswers(jobs) { OwnInstruments = OwnInstruments };
        await answers.AnswerAsync(job, number, ApprovalDecision.Approve, comment: null, stop).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"Sheet {number} is approved. Run the job again, unless it is running.");
    }

    private async ValueTask ChangeAsync(WatchState state, WatchAction action, CancellationToken stop)
    {
        try
        {
            state.Message = await FollowAsync(action, stop).ConfigureAwait(false);
        }
        catch (MarianneException error)
        {
            state.Message = error.Message;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state.End();
        }
    }
}
