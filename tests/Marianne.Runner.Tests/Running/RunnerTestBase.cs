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

/// <summary>Plays scores on a clock, a machine and a cast of the test's own.</summary>
public abstract class RunnerTestBase : IAsyncLifetime
{
    private readonly Lock _telling = new();
    private readonly List<JobEvent> _events = [];

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

    /// <summary>What runs commands of validations and skips; no sheet's.</summary>
    protected ICommandRunner Commands { get; set; } = new ProcessCommandRunner(TimeProvider.System);

    protected Dictionary<string, string> Variables { get; } = [];

    /// <summary>Is called with each event before it is noted.</summary>
    protected Action<JobEvent> OnEvent { get; set; } = _ => { };

    protected IReadOnlyList<JobEvent> Events
    {
        get
        {
            lock (_telling)
                return [.. _events];
        }
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Jobs.DisposeAsync();
        await Learning.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>A score of so many commands, in the test's folder.</summary>
    protected Score ScoreOf(int sheets, string name = "stage") => new Score
    {
        Name = name,
        Sheets = [.. Enumerable.Range(1, sheets).Select(number => new ScoreSheet { Command = $"do {number}" })],
        Retry = new RetryOptions { MaxRetries = 0, Jitter = false },
    }.At(Folder.Path);

    /// <summary>A score of one prompt.</summary>
    protected Score PromptScore(string prompt = "Do it.") => ScoreOf(1) with
    {
        Instrument = "ask",
        Sheets = [new ScoreSheet { Prompt = prompt }],
    };

    protected RunnerServices Services() => new()
    {
        Jobs = Jobs,
        Learning = Learning,
        Commands = Commands,
        Executors = [FakeExecutor],
        Time = Time,
        Random = () => 0.5,
        Process = Processes.Current,
        Variable = name => Variables.GetValueOrDefault(name),
    };

    /// <summary>Plays; the source pauses it.</summary>
    protected async Task<Job> Play(RunRequest request, CancellationTokenSource? pause = null) =>
        await new JobRunner(Services()).RunAsync(request, Note, pause?.Token ?? Cancellation);

    protected Task<Job> Play(Score score, CancellationTokenSource? pause = null) => Play(new RunRequest { Score = score }, pause);

    protected static async Task<MarianneException> Fails(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        return exception;
    }

    protected async Task<Job> Load(string? id = null) =>
        (id is null ? await Jobs.ListAsync(JobQuery.All, Cancellation).FirstAsync(Cancellation) : await Jobs.LoadAsync(id, Cancellation))!;

    protected async Task<List<Execution>> History() =>
        await Jobs.ListExecutionsAsync(new ExecutionQuery { OldestFirst = true, First = long.MaxValue }, Cancellation)
            .ToListAsync(Cancellation);

    protected async Task<List<LearnedRecovery>> Recoveries() =>
        [.. (await Learning.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation)).AsEnumerable().Reverse()];

    protected IEnumerable<JobEvent> EventsOf(params JobEventKind[] kinds) => Events.Where(happened => kinds.Contains(happened.Kind));

    protected void Note(JobEvent happened)
    {
        OnEvent(happened);
        if (happened.Kind is JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting
            && happened.Duration is { } wait)
        {
            Time.Pass(wait);
        }

        lock (_telling)
            _events.Add(happened);
    }
}
