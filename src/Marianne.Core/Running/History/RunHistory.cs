using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// What happened to a job, as the execution history of a state machine: attempts are steps, below the sheet that was waited
/// for, and the attempts of one sheet are branches. It is made of what the store has, so that no death of a process leaves
/// a hole in it.
/// </summary>
internal sealed class RunHistory
{
    private readonly Job _job;
    private readonly Score _score;
    private readonly ReplayClock _clock = new();
    private readonly ExecutionHistory _history;
    private readonly Dictionary<int, string> _done = [];
    private string _nextId = "";

    private RunHistory(Job job, Score score)
    {
        _job = job;
        _score = score;
        _clock.Now = job.StartedAt ?? job.CreatedAt;
        _history = new ExecutionHistory(job.Name, new ExecutionHistoryOptions
        {
            ExecutionId = IdOf("job"),
            Time = _clock,
            NewId = () => _nextId,
        });
    }

    /// <summary>Attaches its history to a job. A store that refuses it is warned of: the job itself is whole.</summary>
    public static async ValueTask SaveAsync(JobRun run, Job job)
    {
        try
        {
            ExecutionHistory history = await MakeAsync(run.Services.Jobs, job, run.Score).ConfigureAwait(false);
            if (history.EstimateLength() > ExecutionHistory.LargeExport)
                run.Journal.Tell(JobEventKind.Warning, "The execution history of the job is too large to be attached to it.");
            else
                await AttachedHistory.SaveAsync(run.Services.Jobs, job.Id, null, history, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MarianneException error)
        {
            run.Journal.Tell(JobEventKind.Warning, $"The execution history of the job could not be attached to it: {error.Message}");
        }
    }

    /// <summary>The history of a job.</summary>
    public static async ValueTask<ExecutionHistory> MakeAsync(IJobStore jobs, Job job, Score score)
    {
        List<Execution> executions = [];
        var query = new ExecutionQuery { JobId = job.Id, OldestFirst = true, First = long.MaxValue };
        await foreach (Execution execution in jobs.ListExecutionsAsync(query, CancellationToken.None).ConfigureAwait(false))
            executions.Add(execution with { Prompt = null, Output = null }); // Only the store has room for all of them.

        var tree = new RunHistory(job, score);
        tree.Tell(executions.ToLookup(execution => execution.SheetNumber));
        return tree._history;
    }

    private void Tell(ILookup<int, Execution> executions)
    {
        string root = Add("job", _job.Name, parent: null);
        Update(root, new StepUpdate { Status = StepStatus.InProgress });
        IEnumerable<RunMoment> moments = _job.Sheets
            .SelectMany(sheet => RunMoment.Of(sheet, executions[sheet.Number]))
            .OrderBy(moment => moment.End);
        foreach (RunMoment moment in moments)
            Tell(moment, root);

        if (_job.Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled)
        {
            _clock.Now = _job.CompletedAt ?? _clock.Now;
            Update(root, _job.Status == JobStatus.Completed
                ? new StepUpdate { Status = StepStatus.Completed, Arc = "completed" }
                : new StepUpdate { Status = StepStatus.Failed, Error = _job.ErrorMessage ?? _job.Status.ToString() });
            _history.Complete();
        }
    }

    private void Tell(RunMoment moment, string root)
    {
        int number = moment.Sheet.Number;
        _clock.Now = moment.Start;
        string step = Add(
            string.Create(CultureInfo.InvariantCulture, $"{number}.{moment.Attempt}"), NameOf(number), ParentOf(number) ?? root);
        if (moment.Attempt > 0)
            Update(step, new StepUpdate { Status = StepStatus.InProgress });

        _clock.Now = moment.End;
        Update(step, EndOf(moment) with { Metrics = MetricsOf(moment) });
        if (moment.IsSuccess || moment.Attempt == 0)
            _done[number] = step;
    }

    /// <summary>The sheet that was waited for: of those that it needs, the one that was done last.</summary>
    private string? ParentOf(int number) => _score.Sheet.Dependencies.GetValueOrDefault(number, [])
        .Where(_done.ContainsKey)
        .OrderBy(needed => _job.Sheets[needed - 1].CompletedAt)
        .Select(needed => _done[needed])
        .LastOrDefault();

    private static StepUpdate EndOf(RunMoment moment) => moment switch
    {
        { Attempt: 0 } => new StepUpdate { Status = StepStatus.Skipped, Reason = moment.Sheet.ErrorMessage },
        { IsSuccess: true } => new StepUpdate { Status = StepStatus.Completed, Arc = "completed" },
        _ => new StepUpdate { Status = StepStatus.Failed, Error = ErrorOf(moment) },
    };

    private static string ErrorOf(RunMoment moment)
    {
        Sheet sheet = moment.Sheet;
        if (moment.Execution is not { } execution)
            return "The run was cut short.";
        if (sheet.Status == SheetStatus.Failed && moment.Attempt == sheet.AttemptCount && sheet.ErrorMessage is { } message)
            return message;

        return sheet.Measures.AttemptErrors.TryGetValue(moment.Attempt, out string? code)
            ? ErrorCodes.Find(code)?.ToString() ?? code
            : string.Create(CultureInfo.InvariantCulture, $"Its exit code was {execution.ExitCode}.");
    }

    private static Dictionary<string, object?> MetricsOf(RunMoment moment)
    {
        Dictionary<string, object?> metrics = new() { ["sheet"] = moment.Sheet.Number };
        if (moment.Attempt > 0)
            metrics["attempt"] = moment.Attempt;
        if (moment.Execution?.ExitCode is { } exitCode)
            metrics["exit_code"] = exitCode;
        return metrics;
    }

    private string NameOf(int number) => number <= _score.Sheets.Count && _score.Sheets[number - 1].Name is { } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"sheet {number}");

    private string Add(string key, string state, string? parent)
    {
        _nextId = IdOf(key);
        return _history.Add(state, parent).Id;
    }

    private void Update(string id, StepUpdate update) => _history.Update(id, update);

    /// <summary>The same thing has the same id each time it is told.</summary>
    private string IdOf(string key) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{_job.Id}\n{key}")).AsSpan(0, 16)).ToString();
}
