using System.Globalization;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Tracks the progress of a run from its plan and its events.</summary>
/// <param name="plan">The plan.</param>
public sealed class RunProgress(JobPlan plan)
{
    private readonly Dictionary<int, TimeSpan?> _toDo = plan.Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .ToDictionary(sheet => sheet.Number, sheet => sheet.ExpectedDuration);

    private readonly SortedDictionary<int, DateTimeOffset> _running = []; // With the times at which the attempts started.
    private readonly Dictionary<int, DateTimeOffset> _waiting = [];
    private readonly Dictionary<int, decimal> _costs = [];

    /// <summary>The progress of the job.</summary>
    public JobProgress Sheets { get; private set; } = new(plan.Sheets.Count - plan.SheetsToPlay, plan.Sheets.Count);

    /// <summary>The number of sheets that failed in this run.</summary>
    public int Failed { get; private set; }

    /// <summary>What the sheets are: <c>items</c> if each works on an item, otherwise <c>sheets</c>. For one, it is the singular.</summary>
    public string Unit => CountText.Word(Sheets.Total, plan.Score.ItemNumbers.Count == plan.Sheets.Count ? "item" : "sheet");

    /// <summary>The numbers of the running sheets in ascending order.</summary>
    public IReadOnlyCollection<int> Running => _running.Keys;

    /// <summary>The numbers of the waiting sheets, with the times of their next attempts.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Waiting => _waiting;

    /// <summary>A text with the number of waiting sheets and the first time, or <c>null</c> if no sheet waits.</summary>
    public string? WaitingText => _waiting.Count switch
    {
        0 => null,
        1 => string.Create(CultureInfo.CurrentCulture, $"1 sheet waits until {_waiting.Values.First().ToLocalTime():T}"),
        _ => string.Create(
            CultureInfo.CurrentCulture, $"{_waiting.Count} sheets wait, the first until {_waiting.Values.Min().ToLocalTime():T}"),
    };

    /// <summary>The cost of the job so far in US dollars.</summary>
    public decimal Cost => plan.CostSoFar + _costs.Values.Sum();

    /// <summary>
    /// Returns the expected remaining time with the waits, based on the durations in earlier jobs. Returns <c>null</c> if it is
    /// not known: a sheet has never run before, or takes or waits longer than expected.
    /// </summary>
    /// <param name="now">The current time.</param>
    public TimeSpan? TimeLeft(DateTimeOffset now)
    {
        TimeSpan longest = TimeSpan.Zero;
        TimeSpan total = TimeSpan.Zero;
        foreach ((int number, TimeSpan? expected) in _toDo)
        {
            if (TimeLeftOf(number, expected, now) is not { } left)
                return null;

            longest = left > longest ? left : longest;
            total += left;
        }

        TimeSpan shared = total / plan.MaxConcurrent;
        TimeSpan result = shared > longest ? shared : longest;
        return result > TimeSpan.Zero ? result : null;
    }

    /// <summary>Records an event.</summary>
    /// <param name="jobEvent">The event.</param>
    public void Note(JobEvent jobEvent)
    {
        ArgumentNullException.ThrowIfNull(jobEvent);

        Sheets = jobEvent.Progress ?? Sheets;
        if (jobEvent.SheetNumber is not { } number)
            return;

        Failed += jobEvent.Kind == JobEventKind.SheetFailed ? 1 : 0;
        if (jobEvent.Cost is { } cost)
            _costs[number] = cost;
        switch (jobEvent.Kind)
        {
            case JobEventKind.SheetStarted:
                _waiting.Remove(number);
                _running[number] = jobEvent.Time;
                break;
            case JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting:
                _running.Remove(number);
                _waiting[number] = jobEvent.Time + (jobEvent.Duration ?? TimeSpan.Zero);
                break;
            case JobEventKind.SheetCompleted or JobEventKind.SheetSkipped or JobEventKind.SheetFailed
                or JobEventKind.SheetInterrupted:
                _running.Remove(number);
                _waiting.Remove(number);
                _toDo.Remove(number);
                break;
        }
    }

    private TimeSpan? TimeLeftOf(int number, TimeSpan? expected, DateTimeOffset now)
    {
        TimeSpan wait = _waiting.TryGetValue(number, out DateTimeOffset until) ? until - now : TimeSpan.Zero;
        TimeSpan elapsed = _running.TryGetValue(number, out DateTimeOffset started) ? now - started : TimeSpan.Zero;
        return wait < TimeSpan.Zero || elapsed > expected ? null : wait + expected - elapsed;
    }
}
