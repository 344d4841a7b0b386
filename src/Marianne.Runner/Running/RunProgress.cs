using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Tracks the progress of a run from its plan and its events.</summary>
/// <param name="plan">The plan.</param>
public sealed class RunProgress(JobPlan plan)
{
    private readonly Dictionary<int, TimeSpan?> _toDo = plan.Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .ToDictionary(sheet => sheet.Number, sheet => sheet.ExpectedDuration);

    private readonly SortedSet<int> _running = [];
    private readonly Dictionary<int, DateTimeOffset> _waiting = [];
    private readonly Dictionary<int, decimal> _costs = [];
    private TimeSpan _completedTime;
    private int _completedCount;

    /// <summary>The progress of the job.</summary>
    public JobProgress Sheets { get; private set; } = new(plan.Sheets.Count - plan.SheetsToPlay, plan.Sheets.Count);

    /// <summary>The numbers of the running sheets in ascending order.</summary>
    public IReadOnlyCollection<int> Running => _running;

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
    /// The expected remaining time, or <c>null</c> if it is unknown. It is based on the durations in earlier jobs, or on the
    /// average duration in this run.
    /// </summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            TimeSpan? average = _completedCount == 0 ? null : _completedTime / _completedCount;
            TimeSpan?[] rest = [.. _toDo.Values.Select(expected => expected ?? average)];
            return rest.Length == 0 || rest.Contains(null)
                ? null
                : rest.Aggregate(TimeSpan.Zero, (total, one) => total + one!.Value) / plan.MaxConcurrent;
        }
    }

    /// <summary>Records an event.</summary>
    /// <param name="jobEvent">The event.</param>
    public void Note(JobEvent jobEvent)
    {
        ArgumentNullException.ThrowIfNull(jobEvent);

        Sheets = jobEvent.Progress ?? Sheets;
        if (jobEvent.SheetNumber is not { } number)
            return;

        if (jobEvent.Cost is { } cost)
            _costs[number] = cost;
        switch (jobEvent.Kind)
        {
            case JobEventKind.SheetStarted:
                _waiting.Remove(number);
                _running.Add(number);
                break;
            case JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting:
                _running.Remove(number);
                _waiting[number] = jobEvent.Time + (jobEvent.Duration ?? TimeSpan.Zero);
                break;
            case JobEventKind.SheetCompleted or JobEventKind.SheetSkipped or JobEventKind.SheetFailed
                or JobEventKind.SheetInterrupted:
                Remove(number, jobEvent.Kind == JobEventKind.SheetCompleted ? jobEvent.Duration : null);
                break;
        }
    }

    private void Remove(int number, TimeSpan? duration)
    {
        _running.Remove(number);
        _waiting.Remove(number);
        _toDo.Remove(number);
        if (duration is { } took)
        {
            _completedTime += took;
            _completedCount++;
        }
    }
}
