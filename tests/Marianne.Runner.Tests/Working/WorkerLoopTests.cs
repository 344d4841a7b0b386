using Marianne.History;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Working;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>Workers run the sheets of queued jobs, and end the jobs.</summary>
public sealed class WorkerLoopTests : WorkerLoopTestBase
{
    [Fact]
    public async Task A_worker_runs_all_queued_jobs_the_most_important_first()
    {
        await QueueAsync(ScoreOf(2, "low"), "low");
        await QueueAsync(ScoreOf(2, "high"), "high", priority: 5);

        await WorkAsync();

        Assert.Equal(["high", "high", "low", "low"], FakeExecutor.Seen.Select(attempt => attempt.JobId));
        Assert.Equal([1, 2, 1, 2], FakeExecutor.Numbers);
        foreach (string id in new[] { "low", "high" })
        {
            Job job = await LoadAsync(id);
            Assert.Equal((JobStatus.Completed, null, 2), (job.Status, job.Runner, job.Progress.Finished));
            Assert.Empty(await Jobs.ListClaimsAsync(id, Cancellation));
            Assert.NotNull(await new AttachedHistories(Jobs).LoadAsync(id, null, null, Cancellation));
        }

        Assert.Empty(await Jobs.ListWorkersAsync(Cancellation));
        Assert.Equal(2, EventsOf(JobEventKind.JobCompleted).Count());
        Assert.Equal(4, await Learning.CountOutcomesAsync(new(), Cancellation));
        Assert.Equal([1, 2], EventsOf(JobEventKind.SheetCompleted).Take(2).Select(jobEvent => jobEvent.Progress!.Value.Finished));
    }

    [Fact]
    public async Task Workers_share_the_sheets_of_a_job()
    {
        const int Sheets = 60;
        Score score = ScoreOf(Sheets) with
        {
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 6 },
            Sheet = new SheetOptions
            {
                Dependencies = Enumerable.Range(3, Sheets - 2)
                    .ToDictionary(number => number, number => (IReadOnlyCollection<int>)[number - 2]),
            },
        };
        await QueueAsync(score);

        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.JobCompleted)
                completed.SetResult();
        };
        var workers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WorkAsync(new WorkerOptions { Parallel = 2 })));
        await completed.Task; // Until then no time passes, so that no lease ends.
        await PassTimeAsync(workers);

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Completed, Sheets), (job.Status, job.Progress.Finished));
        Assert.Equal(Enumerable.Range(1, Sheets), FakeExecutor.Numbers.Order());
        Assert.Equal(Sheets, (await HistoryAsync()).Count);
        Assert.Single(EventsOf(JobEventKind.JobCompleted));
    }

    [Fact]
    public async Task Workers_find_the_items_of_a_sheet_and_share_them()
    {
        const int Items = 20;
        Score score = ScoreOf(2) with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            Sheets =
            [
                new ScoreSheet
                {
                    Name = "review",
                    Command = "check {item}",
                    ForEach = new ForEachOptions { In = Enumerable.Range(1, Items).Select(number => (object)$"i{number}").ToArray(), Concurrency = 3 },
                },
                new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] },
            ],
        };
        FakeExecutor.Return(5, FakeExecutor.Failure(), FakeExecutor.Success);
        await QueueAsync(score);

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.JobFailed)
                ended.SetResult();
        };
        var workers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => WorkAsync(new WorkerOptions { Parallel = 2 })));
        await ended.Task; // Until then no time passes, so that no lease ends.
        await PassTimeAsync(workers);

        Job failed = await LoadAsync("one");
        Assert.Equal((JobStatus.Failed, Items + 2), (failed.Status, failed.TotalSheets));
        Assert.Equal("1 of 20 items failed: review[i3].", failed.Sheets[0].ErrorMessage);
        Assert.Equal(Enumerable.Range(3, Items), FakeExecutor.Numbers.Order());

        FakeExecutor.Seen.Clear();
        await Jobs.UpdateAsync("one", new JobUpdate.Resume(), Cancellation);
        await Jobs.QueueAsync("one", 0, Cancellation);
        await WorkAsync();

        Assert.Equal(JobStatus.Completed, (await LoadAsync("one")).Status);
        Assert.Equal([5, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_failed_job_ends_once_and_its_failed_sheets_run_again_when_it_is_resumed()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);
        await QueueAsync(ScoreOf(2));

        await WorkAsync();

        Job failed = await LoadAsync("one");
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed, SheetStatus.Pending), (failed.Status, failed.Sheets[0].Status, failed.Sheets[1].Status));
        Assert.Single(EventsOf(JobEventKind.JobFailed));

        await WorkAsync();
        Assert.Equal([1], FakeExecutor.Numbers);

        await Jobs.UpdateAsync("one", new JobUpdate.Resume(), Cancellation);
        await WorkAsync();

        Job done = await LoadAsync("one");
        Assert.Equal((JobStatus.Completed, 2, null), (done.Status, done.Sheets[0].AttemptCount, done.Sheets[0].ErrorMessage));
        Assert.Equal([1, 1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_sheet_that_waits_for_long_holds_no_worker()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("429, retry after 1000 seconds"), FakeExecutor.Success);
        await QueueAsync(ScoreOf(1, "limited") with { Parallel = new ParallelismOptions { Enabled = true } }, "limited", priority: 1);
        await QueueAsync(ScoreOf(2, "free"), "free");
        var waited = new TaskCompletionSource<IReadOnlyList<Claim>>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent is { JobId: "free", Kind: JobEventKind.SheetCompleted, SheetNumber: 2 })
                waited.SetResult(Jobs.ListClaimsAsync("limited", default).AsTask().GetAwaiter().GetResult());
        };

        Task work = WorkAsync();
        Assert.Empty(await waited.Task);
        Sheet waiting = (await LoadAsync("limited")).Sheets[0];
        Assert.Equal((SheetStatus.Waiting, Time.GetUtcNow().AddSeconds(1000)), (waiting.Status, waiting.Measures.NextAttemptAt));
        await PassTimeAsync(work);

        Job job = await LoadAsync("limited");
        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Sheets[0].AttemptCount));
        Assert.Equal(["limited", "free", "free", "limited"], FakeExecutor.Seen.Select(attempt => attempt.JobId));
    }

    [Fact]
    public async Task A_worker_that_is_stopped_gives_its_sheets_back()
    {
        using var stop = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(1);
        await QueueAsync(ScoreOf(2));
        Task work = WorkAsync(stop.Token);
        await started;
        Worker worker = Assert.Single(await Jobs.ListWorkersAsync(Cancellation));
        Assert.Equal(["command", "prompt"], worker.CanRun.Where(name => !name.Contains(':', StringComparison.Ordinal)));
        Assert.False(worker.IsGone);

        await stop.CancelAsync();
        await work;

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Running, null), (job.Status, job.Runner));
        Assert.Equal((SheetStatus.Pending, 0), (job.Sheets[0].Status, job.Sheets[0].AttemptCount));
        Assert.Empty(await Jobs.ListClaimsAsync("one", Cancellation));
        Assert.Empty(await Jobs.ListWorkersAsync(Cancellation));

        FakeExecutor.Return(1, FakeExecutor.Success);
        await WorkAsync();
        Assert.Equal(JobStatus.Completed, (await LoadAsync("one")).Status);
    }

    [Fact]
    public async Task Running_sheets_end_within_the_grace_of_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(1, async _ =>
        {
            started.SetResult();
            await stopped.Task;
            return FakeExecutor.Success;
        });
        await QueueAsync(ScoreOf(2));
        Task work = WorkAsync(stop.Token, new WorkerOptions { Grace = TimeSpan.FromMinutes(5) });
        await started.Task;

        await stop.CancelAsync();
        stopped.SetResult();
        await work;

        Job job = await LoadAsync("one");
        Assert.Equal((SheetStatus.Completed, SheetStatus.Pending), (job.Sheets[0].Status, job.Sheets[1].Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_is_paused_or_cancelled_ends_its_sheets_in_every_worker(bool isCancelled)
    {
        using var stop = new CancellationTokenSource();
        Task[] started = [FakeExecutor.HangAt(1), FakeExecutor.HangAt(2)];
        await QueueAsync(ScoreOf(3) with { Parallel = new ParallelismOptions { Enabled = true } });
        using var interrupted = new CountdownEvent(2);
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetInterrupted)
                interrupted.Signal();
        };
        Task[] workers = [WorkAsync(stop.Token), WorkAsync(stop.Token)];
        await Task.WhenAll(started);

        await Jobs.UpdateAsync("one", isCancelled ? new JobUpdate.Cancel() : new JobUpdate.Pause(), Cancellation);
        var ended = Task.Run(() => interrupted.Wait(Cancellation), Cancellation);
        while (!ended.IsCompleted)
            await Task.WhenAny(Time.PollAsync(Cancellation), ended);

        Job job = await LoadAsync("one");
        SheetStatus expected = isCancelled ? SheetStatus.Cancelled : SheetStatus.Pending;
        Assert.Equal(isCancelled ? JobStatus.Cancelled : JobStatus.Paused, job.Status);
        Assert.Equal((expected, expected, SheetStatus.Pending), (job.Sheets[0].Status, job.Sheets[1].Status, job.Sheets[2].Status));
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        Assert.Equal(2, FakeExecutor.Seen.Count);
    }

    [Fact]
    public async Task A_cost_limit_counts_what_all_workers_spend_and_pauses_the_job_for_all()
    {
        Score score = ScoreOf(3) with { CostLimits = new CostLimitOptions { Enabled = true, MaxCostPerJob = 1 } };
        foreach (int number in new[] { 1, 2, 3 })
        {
            FakeExecutor.Return(number, call =>
            {
                call.Write("{\"marianne_usage\": {\"cost\": 0.6}}\n");
                return Task.FromResult(FakeExecutor.Success);
            });
        }

        await QueueAsync(score);
        await WorkAsync();

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Paused, 2), (job.Status, job.Progress.Finished));
        Assert.Contains("max_cost_per_job", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_whose_score_cannot_be_read_is_left_alone_with_a_warning()
    {
        await Jobs.SaveAsync(new Job("one", "stage", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Jobs.QueueAsync("one", 0, Cancellation);

        await WorkAsync();

        Assert.Equal(JobStatus.Pending, (await LoadAsync("one")).Status);
        JobEvent warning = Assert.Single(Events);
        Assert.StartsWith("The job 'one' is queued, but this worker cannot run it: ", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_could_not_be_run_is_looked_at_again_after_half_a_minute()
    {
        bool isBroken = true;
        RunnerServices services = Services() with
        {
            OwnInstruments = () => isBroken
                ? throw new MarianneException(MarianneError.InvalidParameter, "The profile is broken.", null)
                : new Dictionary<string, InstrumentOptions> { ["mine"] = new() { Extends = "claude" } },
        };
        var scores = new WorkScores(services, new WorkerAbilities(services));
        await QueueAsync(ScoreOf(1) with { Sheets = [new ScoreSheet { Prompt = "Do it.", Instrument = "mine" }] });
        Job job = await LoadAsync("one");
        Assert.Equal("The profile is broken.", scores.Of(job).Problem);

        isBroken = false;
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("The profile is broken.", scores.Of(job).Problem);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(scores.Of(job).Problem);
        Assert.Same(scores.Of(job).Score, scores.Of(job).Score);
    }

    [Fact]
    public async Task A_worker_takes_only_jobs_with_its_tags_and_sheets_that_it_can_run()
    {
        Score score = ScoreOf(2) with { Parallel = new ParallelismOptions { Enabled = true } };
        score = score with { Sheets = [new ScoreSheet { Script = "1" }, score.Sheets[1]] };
        await QueueAsync(ScoreOf(1, "other"), "other");
        await QueueAsync(score with { Tags = ["gpu"] });

        await WorkAsync(new WorkerOptions { Tags = ["GPU"] });

        Job job = await LoadAsync("one");
        Assert.Equal((SheetStatus.Pending, SheetStatus.Completed), (job.Sheets[0].Status, job.Sheets[1].Status));
        Assert.Equal(JobStatus.Pending, (await LoadAsync("other")).Status);
    }

    [Fact]
    public async Task A_worker_reports_each_job_that_it_worked_on_when_it_has_ended_whoever_ended_it()
    {
        List<Job> ended = [];
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Failure());
        await QueueAsync(ScoreOf(1), "completed");
        await QueueAsync(ScoreOf(2), "failed");
        await QueueAsync(ScoreOf(2), "paused");
        await QueueAsync(ScoreOf(1), "removed");
        await QueueAsync(ScoreOf(1, "other") with { Sheets = [new ScoreSheet { Script = "1" }] }, "other");
        OnEvent = jobEvent =>
        {
            if (jobEvent is { Kind: JobEventKind.SheetStarted, JobId: "paused" })
                Jobs.UpdateAsync("paused", new JobUpdate.Pause(), default).AsTask().GetAwaiter().GetResult();
            if (jobEvent is { Kind: JobEventKind.JobCompleted, JobId: "removed" })
                Jobs.DeleteAsync("removed", default).AsTask().GetAwaiter().GetResult();
        };

        await new WorkerLoop(Services(), new WorkerOptions { UntilIdle = true }) { JobEnded = ended.Add }.RunAsync(Record, Cancellation);

        Assert.Equal(
            [("completed", JobStatus.Completed), ("failed", JobStatus.Failed), ("paused", JobStatus.Paused)],
            ended.Select(job => (job.Id, job.Status)).OrderBy(job => job.Id, StringComparer.Ordinal));
        Assert.All(ended, job => Assert.NotEmpty(job.Sheets.Known));
    }

    [Fact]
    public void A_grace_that_no_timer_can_measure_is_refused()
    {
        Assert.Equal(WorkerOptions.LongestGrace, new WorkerOptions { Grace = WorkerOptions.LongestGrace }.Grace);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerOptions { Grace = WorkerOptions.LongestGrace + TimeSpan.FromSeconds(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerOptions { Grace = TimeSpan.FromSeconds(-1) });
    }

    [Fact]
    public async Task A_job_whose_secrets_are_not_stored_is_left_alone_with_a_warning()
    {
        var token = new Dictionary<string, ParameterOptions> { ["token"] = new() { Type = ParameterType.Secret } };
        await QueueAsync(ScoreOf(1) with { Parameters = token, Values = ParameterValues.Of([], [new("token", null)]) });

        await WorkAsync();

        Assert.Equal(JobStatus.Pending, (await LoadAsync("one")).Status);
        Assert.Contains("secret parameter 'token', which workers cannot have", Assert.Single(Events).Message, StringComparison.Ordinal);
    }
}
