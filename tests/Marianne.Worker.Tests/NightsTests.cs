using System.Text.RegularExpressions;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Storage.Memory;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The page of the three nights shows what the worker writes, with a fake clock and agents that replay their output.</summary>
public sealed partial class NightsTests : IDisposable
{
    private static readonly TimeSpan Work = TimeSpan.FromMinutes(4);

    private readonly NightClock _clock = new();
    private readonly StringWriter _log = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("marianne-nights-").FullName;
    private readonly MemoryJobStore _jobs;
    private readonly MemoryLearningStore _learning;
    private Action<JobEvent> _onEvent = _ => { };

    public NightsTests()
    {
        _jobs = new MemoryJobStore(_clock, SystemProcessList.Instance);
        _learning = new MemoryLearningStore(_clock);
    }

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_usage_limit_at_23_40()
    {
        var agents = new ReplayedAgents(_clock, Work);
        agents.Replay(2, 1, "You've hit your session limit · resets 3am\n");
        agents.BeforeAttempt = number => number == 3 ? _clock.LongWait : Task.CompletedTask;
        _onEvent = happened =>
        {
            if (happened is { Kind: JobEventKind.SheetCompleted, SheetNumber: 3 })
                ThreadPool.QueueUserWorkItem(_ => _clock.Advance(_clock.LongWait.Result - Work));
        };
        Score score = ScoreOf("docs", ["plan", "write", "backup"]) with
        {
            Sheets =
            [
                new ScoreSheet { Name = "plan", Prompt = "Plan the manual." },
                new ScoreSheet { Name = "write", Prompt = "Write the manual." },
                new ScoreSheet { Name = "backup", Command = "restic backup ." },
            ],
            Sheet = new SheetOptions
            {
                Dependencies = new Dictionary<int, IReadOnlyCollection<int>> { [2] = [1], [3] = [1] },
            },
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 1 },
        };

        await RunAsync(score, agents);

        AssertShown("A usage limit at 23:40");
    }

    [Fact]
    public async Task A_key_that_expired()
    {
        var agents = new ReplayedAgents(_clock, Work);
        agents.Replay(2, 1, "API Error: 401 OAuth token has expired · Please run /login\n");
        Score score = ScoreOf("review", ["api", "storage", "views"]);

        await RunAsync(score, agents);
        _log.WriteLine();
        _clock.Advance(TimeSpan.FromHours(7.5));
        await RunAsync(score, agents);

        AssertShown("A key that expired");
    }

    [Fact]
    public async Task A_budget_that_ran_out()
    {
        var agents = new ReplayedAgents(_clock, Work) { Usage = new UsageReport(180_000, 22_000, "sonnet", 1.90m) };
        Score score = ScoreOf("translate", ["german", "french", "spanish", "polish"]) with
        {
            CostLimits = new CostLimitOptions { MaxCostPerJob = 5 },
        };

        await RunAsync(score, agents);
        _log.WriteLine();
        await RunAsync(score with { CostLimits = new CostLimitOptions { MaxCostPerJob = 8 } }, agents);

        AssertShown("A budget that ran out");
    }

    private Score ScoreOf(string name, string[] sheets) => new Score
    {
        Name = name,
        Instrument = "claude",
        Sheets = [.. sheets.Select(sheet => new ScoreSheet { Name = sheet, Prompt = $"Do {sheet}." })],
    }.At(_folder);

    /// <summary>Runs a score, and writes what the worker would write to a log.</summary>
    private async Task RunAsync(Score score, ISheetExecutor agents)
    {
        JobPlan plan = await new JobPlanner(_jobs, _clock)
            .PlanAsync(new RunRequest { Score = score }, TestContext.Current.CancellationToken);
        var screen = new LineScreen(_log, new EventLog(new SheetLabels(plan), isVerbose: false, hasColor: false));
        var runner = new JobRunner(new RunnerServices
        {
            Random = () => 0,
            Jobs = _jobs,
            Learning = _learning,
            Commands = new ProcessCommandRunner(TimeProvider.System),
            Executors = [agents],
            Time = _clock,
            Variable = _ => null,
        });
        Job job = await runner.RunAsync(plan, Show, TestContext.Current.CancellationToken);
        ResultReporter.Report(job, _log, _log);

        void Show(JobEvent happened)
        {
            screen.Show(happened);
            _onEvent(happened);
        }
    }

    private void AssertShown(string heading)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryRoot(AppContext.BaseDirectory), "docs/en-US/about_Marianne_Nights.md"));
        string section = page.ReplaceLineEndings("\n").Split($"## {heading}\n")[1].Split("\n## ")[0];
        string shown = section.Split("```text\n")[1].Split("```")[0];
        Assert.Equal(shown, RandomPart().Replace(_log.ToString().ReplaceLineEndings("\n"), "$1-3f0a"));
    }

    private static string RepositoryRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Marianne.slnx")) ? folder : RepositoryRoot(Path.GetDirectoryName(folder)!);

    /// <summary>The end of a job's id.</summary>
    [GeneratedRegex(@"(-\d{8}-\d{6})-[0-9a-f]{4}")]
    private static partial Regex RandomPart();

    /// <summary>A clock that begins on an evening in the zone of this machine.</summary>
    private sealed class NightClock : FakeTimeProvider
    {
        private static readonly TimeSpan Long = TimeSpan.FromHours(1);

        private readonly TaskCompletionSource<TimeSpan> _longWait = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public NightClock()
            : base(new DateTimeOffset(new DateTime(2026, 12, 1, 23, 32, 0, DateTimeKind.Local))) =>
            SetLocalTimeZone(TimeZoneInfo.Local);

        /// <summary>The length of the first long wait, as soon as it has begun.</summary>
        public Task<TimeSpan> LongWait => _longWait.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > Long)
                _longWait.TrySetResult(dueTime);
            return timer;
        }
    }

    /// <summary>Agents and commands that take their time, and write what a test has set.</summary>
    private sealed class ReplayedAgents(FakeTimeProvider clock, TimeSpan work) : ISheetExecutor
    {
        private readonly Dictionary<(int Sheet, int Attempt), string> _refusals = [];

        /// <summary>The usage that each attempt reports.</summary>
        public UsageReport? Usage { get; init; }

        /// <summary>Called before an attempt of a sheet.</summary>
        public Func<int, Task> BeforeAttempt { get; set; } = _ => Task.CompletedTask;

        /// <summary>Lets an attempt fail with an output.</summary>
        public void Replay(int sheet, int attempt, string output) => _refusals[(sheet, attempt)] = output;

        public bool CanRun(ScoreSheet sheet) => true;

        public async ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
        {
            await BeforeAttempt(attempt.Number);
            clock.Advance(work);
            string output = _refusals.GetValueOrDefault((attempt.Number, attempt.Attempt), "Done.\n");
            if (Usage is not null)
                output = $"{UsageLineParser.Of(Usage)}\n{output}";
            onOutput(output);
            return AttemptResult.Of(attempt.Prompt ?? attempt.Sheet.Command!, new CommandResult
            {
                ExitCode = _refusals.ContainsKey((attempt.Number, attempt.Attempt)) ? 1 : 0,
                Output = output,
                OutputLength = output.Length,
                Duration = work,
            });
        }
    }
}
