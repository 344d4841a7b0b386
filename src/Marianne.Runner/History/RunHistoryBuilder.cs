using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.History;

/// <summary>
/// What happened to a job, as the execution history of a state machine: attempts are steps, below the sheet that was waited
/// for, and the attempts of one sheet are branches. It is made of what the store has, so that no death of a process leaves
/// a hole in it.
/// </summary>
internal sealed class RunHistoryBuilder
{
    private const string Completed = "completed";

    private readonly Job _job;
    private readonly Score _score;
    private readonly ReplayClock _clock = new();
    private readonly ExecutionHistory _history;
    private readonly Dictionary<int, (string Step, int Order)> _done = [];
    private string _nextId = "";

    private RunHistoryBuilder(Job job, Score score)
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
            {
                run.Journal.Tell(JobEventKind.Warning, "The execution history of the job is too large to be attached to it.");
            }
            else
            {
                await new AttachedHistories(run.Services.Jobs).SaveAsync(job.Id, null, history, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        catch (MarianneException error)
        {
            run.Journal.Tell(
                JobEventKind.Warning, $"The execution history of the job could not be attached to it: {error.Message}");
        }
    }

    /// <summary>The history of a job.</summary>
    public static async ValueTask<ExecutionHistory> MakeAsync(IAttemptStore jobs, Job job, Score score)
    {
        List<Execution> executions = [];
        var query = new ExecutionQuery { JobId = job.Id, OldestFirst = true, First = long.MaxValue };
        await foreach (Execution execution in jobs.ListExecutionsAsync(query, CancellationToken.None).ConfigureAwait(false))
            executions.Add(execution with { Prompt = null, Output = null }); // Only the store has room for all of them.

        var tree = new RunHistoryBuilder(job, score);
        tree.Tell(executions.ToLookup(execution => execution.SheetNumber));
        return tree._history;
    }

    private void Tell(ILookup<int, Execution> executions)
    {
        DateTimeOffset begin = _clock.Now;
        string root = Add("job", _job.Name, parent: null);
        _history.Update(root, new StepUpdate { Status = StepStatus.InProgress });

        // A step comes after the one that it follows, also when both ended at the same time.
        Dictionary<int, int> places = DependencyValidator.InOrder(_score.Sheets.Count, _score.Sheet.Dependencies)
            .Select((number, place) => (number, place)).ToDictionary(pair => pair.number, pair => pair.place);
        IEnumerable<RunHistoryEntry> moments = _job.Sheets
            .SelectMany(sheet => RunHistoryEntry.Of(sheet, executions[sheet.Number], begin))
            .OrderBy(moment => moment.End)
            .ThenBy(moment => places.GetValueOrDefault(moment.Sheet.Number, int.MaxValue));
        foreach (RunHistoryEntry moment in moments)
            Tell(moment, root);

        if (_job.Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled)
        {
            _clock.Now = _job.CompletedAt ?? _clock.Now;
            _history.Update(root, _job.Status == JobStatus.Completed
                ? new StepUpdate { Status = StepStatus.Completed, Arc = Completed }
                : new StepUpdate { Status = StepStatus.Failed, Error = _job.ErrorMessage ?? $"{_job.Status}." });
            _history.Complete();
        }
    }

    private void Tell(RunHistoryEntry moment, string root)
    {
        int number = moment.Sheet.Number;
        _clock.Now = moment.Start;
        string step = Add(
            string.Create(CultureInfo.InvariantCulture, $"{number}.{moment.Attempt}"), NameOf(number), ParentOf(number) ?? root);
        if (moment.Attempt > 0)
            _history.Update(step, new StepUpdate { Status = StepStatus.InProgress });

        _clock.Now = moment.End;
        _history.Update(step, EndOf(moment) with { Metrics = MetricsOf(moment) });
        if (moment.Status is StepStatus.Completed or StepStatus.Skipped)
            _done[number] = (step, _history.TotalSteps);
    }

    /// <summary>The sheet that was waited for: of those that it needs and that were done by then, the last one.</summary>
    private string? ParentOf(int number) => _score.Sheet.Dependencies.GetValueOrDefault(number, [])
        .Where(_done.ContainsKey)
        .Select(needed => _done[needed])
        .OrderBy(done => done.Order)
        .LastOrDefault().Step;

    private static StepUpdate EndOf(RunHistoryEntry moment) => moment.Status switch
    {
        StepStatus.Completed => new StepUpdate { Status = StepStatus.Completed, Arc = Completed },
        StepStatus.Failed => new StepUpdate { Status = StepStatus.Failed, Error = moment.Reason },
        StepStatus.Skipped => new StepUpdate { Status = StepStatus.Skipped, Reason = moment.Reason },
        _ => new StepUpdate(),
    };

    private static Dictionary<string, object?> MetricsOf(RunHistoryEntry moment)
    {
        Dictionary<string, object?> metrics = new() { ["sheet"] = moment.Sheet.Number };
        if (moment.Attempt > 0)
            metrics["attempt"] = moment.Attempt;
        if (moment.ExitCode is { } exitCode)
            metrics["exit_code"] = exitCode;
        return metrics;
    }

    private string NameOf(int number) => number <= _score.Sheets.Count && _score.Sheets[number - 1].Name is { } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"sheet {number}");

    /// <summary>Adds a step. By hand, an attempt can be recorded twice: each is a step.</summary>
    private string Add(string key, string state, string? parent)
    {
        _nextId = IdOf(key);
        for (int copy = 2; _history.Find(_nextId) is not null; copy++)
            _nextId = IdOf(string.Create(CultureInfo.InvariantCulture, $"{key} ({copy})"));
        return _history.Add(state, parent).Id;
    }

    /// <summary>The same thing has the same id each time it is told.</summary>
    private string IdOf(string key) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{_job.Id}\n{key}")).AsSpan(0, 16)).ToString();
}
