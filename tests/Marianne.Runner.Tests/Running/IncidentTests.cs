using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>What a run learns of incidents, across pauses, deaths and other errors, and how it uses it.</summary>
public sealed class IncidentTests : RunnerTestBase
{
    private static readonly CommandResult Limited = FakeExecutor.Failure("429 Too Many Requests");
    private static readonly CommandResult Unreachable = FakeExecutor.Failure("curl: (7) Failed to connect: Connection refused");

    [Fact]
    public async Task Each_attempt_after_a_wait_is_recorded_with_the_incident_and_its_beginning()
    {
        DateTimeOffset? began = null;
        FakeExecutor.Return(1, _ => LimitedAfterAsync(seconds: 7));
        FakeExecutor.Return(1, _ => LimitedAfterAsync(seconds: 60));
        FakeExecutor.Return(1, FakeExecutor.Success);

        Job job = await RunAsync(ScoreOf(1) with { Service = "github" });

        List<LearnedRecovery> rows = await RecoveriesAsync();
        Assert.Equal([("github", false), ("github", true)], rows.Select(row => (row.Service!, row.Recovered)));
        Assert.Single(rows.Select(row => row.Incident).Distinct());
        Assert.All(rows, row => Assert.Equal(began, row.Since));
        TimeSpan first = rows[0].SuggestedWait;
        Assert.Equal([first, first + TimeSpan.FromSeconds(60) + rows[1].SuggestedWait], rows.Select(row => row.ActualWait));
        Assert.Null(job.Sheets[0].Measures.Incident);

        Task<CommandResult> LimitedAfterAsync(int seconds)
        {
            Time.Advance(TimeSpan.FromSeconds(seconds));
            began ??= Time.GetUtcNow();
            return Task.FromResult(Limited);
        }
    }

    [Fact]
    public async Task Another_error_ends_an_incident_and_begins_another()
    {
        FakeExecutor.Return(1, Limited, Unreachable, FakeExecutor.Success);

        await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { Jitter = false } });

        List<LearnedRecovery> rows = await RecoveriesAsync();
        Assert.Equal([("E101", true), ("E901", true)], rows.Select(row => (row.ErrorCode, row.Recovered)));
        Assert.NotEqual(rows[0].Incident, rows[1].Incident);
    }

    [Fact]
    public async Task A_wait_that_a_pause_interrupts_has_no_row_and_the_incident_goes_on()
    {
        FakeExecutor.Return(1, Limited, Limited, FakeExecutor.Success);
        using var pause = new CancellationTokenSource();
        int waits = 0;
        Job paused = await new JobRunner(Services()).RunAsync(
            await PlanAsync(ScoreOf(1)),
            jobEvent =>
            {
                if (jobEvent.Kind != JobEventKind.SheetWaiting)
                    return;
                if (++waits == 2)
                    pause.Cancel();
                else
                    Time.AutoAdvance(jobEvent.Duration!.Value);
            },
            pause.Token);

        OngoingIncident incident = paused.Sheets[0].Measures.Incident!;
        Assert.Equal(("E101", 1), (incident.ErrorCode, incident.FailedTries));
        Assert.False(Assert.Single(await RecoveriesAsync()).Recovered);

        Time.Advance(TimeSpan.FromHours(3));
        await RunAsync(ScoreOf(1));

        LearnedRecovery row = (await RecoveriesAsync())[1];
        Assert.Equal((incident.Id, true, incident.Delay), (row.Incident, row.Recovered, row.SuggestedWait));
        Assert.Equal(incident.Waited + TimeSpan.FromHours(3), row.ActualWait);
    }

    [Fact]
    public async Task A_run_that_dies_between_the_row_and_the_sheet_records_no_attempt_twice()
    {
        FakeExecutor.Return(1, Limited, FakeExecutor.Success);
        var store = new HookedStore(Jobs, onSheetUpdate: update => update is SheetUpdate.Complete
            ? Task.FromException(new MarianneException(MarianneError.StoreCorrupt, "The process dies here."))
            : Task.CompletedTask);
        RunnerServices dying = Services() with { Jobs = store, Process = Processes.Start(7, "mark-7") };
        await ThrowsAsync(MarianneError.StoreCorrupt, async () => await RunAsync(dying, await PlanAsync(ScoreOf(1))));
        LearnedRecovery row = Assert.Single(await RecoveriesAsync());

        Processes.Kill(7);
        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(3, FakeExecutor.Seen.Count);
        List<LearnedRecovery> rows = await RecoveriesAsync();
        Assert.Equal(2, rows.Select(known => known.Id).Distinct().Count()); // The attempt that was lost, and the one that replaced it.
        Assert.All(rows, known => Assert.Equal((row.Incident, true), (known.Incident, known.Recovered)));
    }

    [Fact]
    public async Task A_sheet_that_fails_ends_its_incident()
    {
        FakeExecutor.Return(1, Unreachable);

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 1, Jitter = false } });

        Assert.Equal((SheetStatus.Failed, null), (job.Sheets[0].Status, job.Sheets[0].Measures.Incident));
        Assert.False(Assert.Single(await RecoveriesAsync()).Recovered);
    }

    [Fact]
    public async Task A_sheet_fails_when_waiting_costs_more_than_it_is_worth()
    {
        FakeExecutor.Return(1, Limited);

        Job job = await RunAsync(ScoreOf(1) with
        {
            RateLimit = new RateLimitOptions { WaitMinutes = 5 },
            Learning = new LearningOptions { GiveUpAfter = TimeSpan.FromHours(1) },
        });

        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "E101", "failed_exhausted"), (sheet.Status, sheet.Measures.ErrorCode, sheet.OutcomeCategory));
        Assert.EndsWith(
            "The sheet gives up: no recovery is known, and another attempt is not worth its wait.", sheet.ErrorMessage,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thirty_incidents_of_a_hidden_law_wait_at_most_one_and_a_half_times_as_long_as_possible()
    {
        const int Incidents = 30;
        var law = TimeSpan.FromSeconds(40);

        TimeSpan curve = await WaitedAsync(new LearningOptions(), "curve");
        TimeSpan compatible = await WaitedAsync(Compatible, "compatible");

        // The fair oracle knows the law and waits 40 seconds each time.
        Assert.InRange(curve / (law * Incidents), 1, 1.5);
        Assert.InRange(compatible / (law * Incidents), 5, 20);

        async Task<TimeSpan> WaitedAsync(LearningOptions learning, string service)
        {
            DateTimeOffset recovers = default;
            TimeSpan total = TimeSpan.Zero;
            for (int i = 0; i < Incidents; i++)
            {
                Time.Advance(TimeSpan.FromMinutes(97));
                DateTimeOffset began = Time.GetUtcNow();
                recovers = began + law;
                FakeExecutor.Return(1, _ => Task.FromResult(Time.GetUtcNow() < recovers ? Limited : FakeExecutor.Success));
                Job job = await RunAsync(ScoreOf(1) with
                {
                    Service = service,
                    RateLimit = new RateLimitOptions { WaitMinutes = 10 },
                    Learning = learning,
                });

                Assert.Equal(JobStatus.Completed, job.Status);
                total += Time.GetUtcNow() - began;
            }

            return total;
        }
    }
}
