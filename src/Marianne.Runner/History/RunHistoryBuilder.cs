using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// Builds the execution history of a job: attempts are steps below the sheet that they depend on, and the attempts of one
/// sheet are branches. The source is the store, so that the history is complete even if the process was killed.
/// </summary>
internal sealed class RunHistoryBuilder
{
    private const string Completed = "completed";

    private readonly Job _job;
    private readonly Score _score;
    private readonly IReadOnlyDictionary<int, IReadOnlyCollection<int>> _dependencies;
    private readonly ReplayClock _clock = new();
    private readonly ExecutionHistory _history;
    private readonly Dictionary<int, (string Step, int Order)> _done = [];
    private Dictionary<int, string> _answers = [];
    private string _nextId = "";

    private RunHistoryBuilder(Job job, Score score)
    {
        _job = job;
        _score = score;
        _dependencies = SheetDependencies.Of(score);
        _clock.Now = job.StartedAt ?? job.CreatedAt;
        _history = new ExecutionHistory(job.Name, new ExecutionHistoryOptions
        {
            ExecutionId = IdOf("job"),
            Time = _clock,
            NewId = () => _nextId,
        });
    }

    /// <summary>Builds the history of a job.</summary>
    public static async ValueTask<ExecutionHistory> BuildAsync(
        IAttemptReader attempts, Job job, Score score, IEnumerable<SheetApproval>? approvals = null)
    {
        List<Execution> executions = [];
        var query = new ExecutionQuery { JobId = job.Id, OldestFirst = true, First = long.MaxValue };
        await foreach (Execution execution in attempts.ListExecutionsAsync(query, CancellationToken.None).ConfigureAwait(false))
            executions.Add(execution with { Prompt = null, Output = null }); // All of them together may not fit in memory.

        var builder = new RunHistoryBuilder(job, score)
        {
            _answers = (approvals ?? []).Where(approval => approval.Outcome() is not null)
                .GroupBy(approval => approval.SheetNumber)
                .ToDictionary(ofSheet => ofSheet.Key, ofSheet => string.Join("; ", ofSheet.Select(answer => answer.OutcomeWithComment()))),
        };
        builder.AddSteps(executions.OrderBy(attempt => attempt.AttemptNumber).ThenBy(attempt => attempt.Id)
            .ToLookup(attempt => attempt.SheetNumber));
        return builder._history;
    }

    private void AddSteps(ILookup<int, Execution> executions)
    {
        DateTimeOffset start = _clock.Now;
        string root = AddStep("job", _job.Name, parent: null);
        _history.Update(root, new StepUpdate { Status = StepStatus.InProgress });

        // A step comes after the steps that it depends on, even if they ended at the same time.
        Dictionary<int, int> order = DependencyValidator.InOrder(_score.SheetCount, _dependencies)
            .Select((number, index) => (number, index)).ToDictionary(pair => pair.number, pair => pair.index);
        IEnumerable<RunHistoryEntry> entries = _job.Sheets
            .SelectMany(sheet => RunHistoryEntry.Of(sheet, executions[sheet.Number], start))
            .OrderBy(entry => entry.End)
            .ThenBy(entry => order.GetValueOrDefault(entry.Sheet.Number, int.MaxValue));
        foreach (RunHistoryEntry entry in entries)
            AddStep(entry, root);

        if (_job.Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled)
        {
            _clock.Now = _job.CompletedAt ?? _clock.Now;
            _history.Update(root, _job.Status == JobStatus.Completed
                ? new StepUpdate { Status = StepStatus.Completed, Arc = Completed }
                : new StepUpdate { Status = StepStatus.Failed, Error = _job.ErrorMessage ?? $"{_job.Status}." });
            _history.Complete();
        }
    }

    private void AddStep(RunHistoryEntry entry, string root)
    {
        int number = entry.Sheet.Number;
        _clock.Now = entry.Start;
        string step = AddStep(
            string.Create(CultureInfo.InvariantCulture, $"{number}.{entry.Attempt}"), NameOf(number), ParentOf(number) ?? root);
        if (entry.Attempt > 0)
            _history.Update(step, new StepUpdate { Status = StepStatus.InProgress });

        _clock.Now = entry.End;
        _history.Update(step, EndOf(entry) with { Metrics = MetricsOf(entry) });
        if (entry.Status is StepStatus.Completed or StepStatus.Skipped)
            _done[number] = (step, _history.TotalSteps);
    }

    /// <summary>Returns the step of the dependency that was completed last, or <c>null</c> if there is none.</summary>
    private string? ParentOf(int number) => _dependencies.GetValueOrDefault(number, [])
        .Where(_done.ContainsKey)
        .Select(dependency => _done[dependency])
        .OrderBy(done => done.Order)
        .LastOrDefault().Step;

    private static StepUpdate EndOf(RunHistoryEntry entry) => entry.Status switch
    {
        StepStatus.Completed => new StepUpdate { Status = StepStatus.Completed, Arc = Completed },
        StepStatus.Failed => new StepUpdate { Status = StepStatus.Failed, Error = entry.Reason },
        StepStatus.Skipped => new StepUpdate { Status = StepStatus.Skipped, Reason = entry.Reason },
        _ => new StepUpdate(),
    };

    private Dictionary<string, object?> MetricsOf(RunHistoryEntry entry)
    {
        Dictionary<string, object?> metrics = new() { ["sheet"] = entry.Sheet.Number };
        if (entry.Attempt > 0)
            metrics["attempt"] = entry.Attempt;
        if (entry.Sheet.Measures.AttemptInstruments?.TryGetValue(entry.Attempt, out string? instrument) == true)
            metrics["instrument"] = instrument;
        if (entry.ExitCode is { } exitCode)
            metrics["exit_code"] = exitCode;
        if (_answers.Remove(entry.Sheet.Number, out string? answers))
            metrics["approvals"] = answers;
        return metrics;
    }

    private string NameOf(int number) => _score.NameIfAny(number) is { } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"sheet {number}");

    /// <summary>Adds a step. An attempt that was recorded twice, which is possible by hand, becomes two steps.</summary>
    private string AddStep(string key, string state, string? parent)
    {
        _nextId = IdOf(key);
        for (int copy = 2; _history.Find(_nextId) is not null; copy++)
            _nextId = IdOf(string.Create(CultureInfo.InvariantCulture, $"{key} ({copy})"));
        return _history.Add(state, parent).Id;
    }

    /// <summary>Returns an id that is the same for every history of the job.</summary>
    private string IdOf(string key) => StableId.Of($"{_job.Id}\n{key}");
}
