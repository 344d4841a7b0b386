using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Memory;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Base class of tests that run jobs with a fake clock, fake processes and a fake executor.</summary>
public abstract class RunnerTestBase : IAsyncLifetime
{
    private readonly Lock _lock = new();
    private readonly List<JobEvent> _events = [];
    private TestStore? _store;

    protected RunnerTestBase()
    {
        Jobs = new MemoryJobStore(Time, Processes);
        Learning = new MemoryLearningStore(Time);
    }

    protected TemporaryFolder Folder { get; } = new();

    protected RunClock Time { get; } = new();

    protected FakeProcessList Processes { get; } = new();

    protected FakeExecutor FakeExecutor { get; } = new();

    protected IJobStore Jobs { get; set; }

    protected ILearningStore Learning { get; set; }

    /// <summary>Runs the commands of validation rules and skip conditions.</summary>
    protected ICommandRunner Commands { get; set; } = new ProcessCommandRunner(TimeProvider.System);

    protected Dictionary<string, string> Variables { get; } = [];

    /// <summary>The random number, at least 0 and less than 1. With the default, 0, nothing is added to a wait.</summary>
    protected double Chance { get; set; }

    /// <summary>Called with each event before it is added to <see cref="Events"/>.</summary>
    protected Action<JobEvent> OnEvent { get; set; } = _ => { };

    protected IReadOnlyList<JobEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Jobs.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        await Learning.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Uses a new job store: memory, json, sqlite or postgres.</summary>
    protected async Task UseAsync(string store)
    {
        _store = await TestStore.CreateAsync(store, Folder, Time, Processes);
        Jobs = _store.Jobs;
    }

    /// <summary>Returns all rows of a job in the database that the test uses.</summary>
    protected Task<string[]> RowsAsync(string jobId) => _store!.RowsAsync(jobId);

    /// <summary>Returns a score of commands in the test's folder.</summary>
    protected Score ScoreOf(int sheets, string name = "stage") => new Score
    {
        Name = name,
        Sheets = [.. Enumerable.Range(1, sheets).Select(number => new ScoreSheet { Command = $"do {number}" })],
        Retry = new RetryOptions { MaxRetries = 0, Jitter = false },
    }.At(Folder.Path);

    /// <summary>Returns a score with one prompt.</summary>
    protected Score PromptScore(string prompt = "Do it.") => ScoreOf(1) with
    {
        Instrument = "ask",
        Sheets = [new ScoreSheet { Prompt = prompt }],
    };

    /// <summary>Returns a score of which one sheet waits for approval.</summary>
    protected static Score Asking(Score score, int number, ApprovalOptions approval) => score with
    {
        Sheets = [.. score.Sheets.Select((sheet, index) => index + 1 == number ? sheet with { Approval = approval } : sheet)],
    };

    /// <summary>Waits are learned with the formula of other implementations.</summary>
    protected static LearningOptions Compatible { get; } = new() { Strategy = LearningMode.Compatible };

    /// <summary>Records twenty waits after an error that sufficed.</summary>
    protected async Task TeachAsync(string code, double seconds)
    {
        LearnedRecovery recovery = new() { ErrorCode = code, ActualWait = TimeSpan.FromSeconds(seconds), Recovered = true };
        await Learning.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, 20)], Cancellation);
    }

    protected RunnerServices Services() => new()
    {
        Jobs = Jobs,
        Learning = Learning,
        Commands = Commands,
        Executors = [FakeExecutor],
        Time = Time,
        Random = () => Chance,
        Process = Processes.Current,
        Variable = name => Variables.GetValueOrDefault(name),
    };

    /// <summary>Plans and runs a job.</summary>
    /// <param name="request">The job to run.</param>
    /// <param name="pause">Pauses the job.</param>
    protected async Task<Job> RunAsync(RunRequest request, CancellationTokenSource? pause = null) =>
        await RunAsync(Services(), await PlanAsync(request), pause);

    protected async Task<Job> RunAsync(RunnerServices services, JobPlan plan, CancellationTokenSource? pause = null) =>
        await new JobRunner(services).RunAsync(plan, Record, pause?.Token ?? Cancellation);

    protected Task<JobPlan> PlanAsync(RunRequest request) =>
        new JobPlanner(Jobs, Time).PlanAsync(request, Cancellation).AsTask();

    protected Task<JobPlan> PlanAsync(Score score) => PlanAsync(new RunRequest { Score = score });

    protected Task<Job> RunAsync(Score score, CancellationTokenSource? pause = null) =>
        RunAsync(new RunRequest { Score = score }, pause);

    protected static async Task<MarianneException> ThrowsAsync(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        return exception;
    }

    protected async Task<Job> LoadAsync(string? id = null) =>
        (id is null
            ? await Jobs.ListAsync(JobQuery.All, Cancellation).FirstAsync(Cancellation)
            : await Jobs.LoadAsync(id, Cancellation))!;

    /// <summary>Saves a job whose sheets were started, and some of them ended, by another process.</summary>
    /// <param name="score">The score of the job.</param>
    /// <param name="isDead">Indicates whether the other process is dead.</param>
    /// <param name="sheets">The numbers of the started sheets, and how they ended.</param>
    protected async Task<Job> AbandonAsync(Score score, bool isDead, params (int Number, SheetUpdate? End)[] sheets)
    {
        string json = ScoreJson.Of(score with { Workspace = score.WorkspacePath });
        var job = new Job("left", score.Name, score.Sheets.Count, Time.GetUtcNow())
        {
            ConfigSnapshot = json,
            ConfigHash = ConfigHash.Of(json),
        };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        RunnerProcess other = Processes.Start(7, "mark-7");
        foreach ((int number, SheetUpdate? end) in sheets)
        {
            await Jobs.UpdateSheetAsync(job.Id, number, new SheetUpdate.Start(other), Cancellation);
            if (end is not null)
                await Jobs.UpdateSheetAsync(job.Id, number, end, Cancellation);
        }

        if (isDead)
            Processes.Kill(7);
        return job;
    }

    protected async Task<List<Execution>> HistoryAsync() =>
        await Jobs.ListExecutionsAsync(new ExecutionQuery { OldestFirst = true, First = long.MaxValue }, Cancellation)
            .ToListAsync(Cancellation);

    protected async Task<List<LearnedRecovery>> RecoveriesAsync() =>
    [
        .. (await Learning.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation))
            .AsEnumerable().Reverse(),
    ];

    protected IEnumerable<JobEvent> EventsOf(params JobEventKind[] kinds) =>
        Events.Where(jobEvent => kinds.Contains(jobEvent.Kind));

    protected void Record(JobEvent jobEvent)
    {
        OnEvent(jobEvent);
        if (jobEvent.Kind is JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting
            && jobEvent.Duration is { } wait)
        {
            Time.AutoAdvance(wait);
        }

        lock (_lock)
            _events.Add(jobEvent);
    }
}
