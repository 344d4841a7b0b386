using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>How far a run has come, from its plan and its events.</summary>
/// <param name="plan">The plan.</param>
public sealed class RunProgress(JobPlan plan)
{
    private readonly Dictionary<int, TimeSpan?> _toDo = plan.Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .ToDictionary(sheet => sheet.Number, sheet => sheet.ExpectedDuration);

    private readonly SortedSet<int> _running = [];
    private readonly Dictionary<int, DateTimeOffset> _waiting = [];
    private readonly Dictionary<int, decimal> _costs = [];
    private TimeSpan _spent;
    private int _done;

    /// <summary>How many sheets are done.</summary>
    public JobProgress Sheets { get; private set; } = new(plan.Sheets.Count - plan.SheetsToPlay, plan.Sheets.Count);

    /// <summary>The sheets that run, in order.</summary>
    public IReadOnlyCollection<int> Running => _running;

    /// <summary>The sheets that wait for their next attempt, and when that is due.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Waiting => _waiting;

    /// <summary>How many sheets wait, and until when, for a person; nothing when none does.</summary>
    public string? WaitingText => _waiting.Count switch
    {
        0 => null,
        1 => string.Create(CultureInfo.CurrentCulture, $"1 sheet waits until {_waiting.Values.First().ToLocalTime():T}"),
        _ => string.Create(
            CultureInfo.CurrentCulture, $"{_waiting.Count} sheets wait, the first until {_waiting.Values.Min().ToLocalTime():T}"),
    };

    /// <summary>What the job has cost so far, in US dollars.</summary>
    public decimal Cost => plan.CostSoFar + _costs.Values.Sum();

    /// <summary>
    /// How long the rest takes: as earlier jobs took, else as the sheets of this run that are done took. Nothing when
    /// neither is known.
    /// </summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            TimeSpan? mean = _done == 0 ? null : _spent / _done;
            TimeSpan?[] rest = [.. _toDo.Values.Select(expected => expected ?? mean)];
            return rest.Length == 0 || rest.Contains(null)
                ? null
                : rest.Aggregate(TimeSpan.Zero, (total, one) => total + one!.Value) / plan.MaxConcurrent;
        }
    }

    /// <summary>Takes note of an event.</summary>
    public void Note(JobEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);

        Sheets = happened.Progress ?? Sheets;
        if (happened.SheetNumber is not { } number)
            return;

        if (happened.Cost is { } cost)
            _costs[number] = cost;
        switch (happened.Kind)
        {
            case JobEventKind.SheetStarted:
                _waiting.Remove(number);
                _running.Add(number);
                break;
            case JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting:
                _running.Remove(number);
                _waiting[number] = happened.Time + (happened.Duration ?? TimeSpan.Zero);
                break;
            case JobEventKind.SheetCompleted or JobEventKind.SheetSkipped or JobEventKind.SheetFailed
                or JobEventKind.SheetInterrupted:
                End(number, happened.Kind == JobEventKind.SheetCompleted ? happened.Duration : null);
                break;
        }
    }

    private void End(int number, TimeSpan? duration)
    {
        _running.Remove(number);
        _waiting.Remove(number);
        _toDo.Remove(number);
        if (duration is { } took)
        {
            _spent += took;
            _done++;
        }
    }
}
