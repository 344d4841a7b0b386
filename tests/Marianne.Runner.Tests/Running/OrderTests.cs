using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>The order of sheets, and the progress of a run.</summary>
public sealed class OrderTests : RunnerTestBase
{
    [Fact]
    public async Task Sheets_run_one_at_a_time_in_order()
    {
        Job job = await RunAsync(ScoreOf(4));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Null(job.Runner);
        Assert.Equal([1, 2, 3, 4], FakeExecutor.Numbers);
        Assert.All(
            job.Sheets,
            sheet => Assert.Equal(
                (SheetStatus.Completed, 1, true), (sheet.Status, sheet.AttemptCount, sheet.SuccessWithoutRetry)));
        Assert.Equal([1, 2, 3, 4], (await HistoryAsync()).Select(attempt => attempt.SheetNumber));
        Assert.Equal(4, await Learning.CountOutcomesAsync(new(), Cancellation));
    }

    [Fact]
    public async Task A_sheet_waits_for_its_dependencies_as_planned()
    {
        Score score = ScoreOf(5) with { Sheet = Needing((1, [3]), (3, [4, 5])) };
        JobPlan plan = await PlanAsync(score);

        await RunAsync(score);

        Assert.Equal([2, 4, 5, 3, 1], FakeExecutor.Numbers);
        Assert.Equal(FakeExecutor.Numbers, plan.Sheets.Select(sheet => sheet.Number));
    }

    [Fact]
    public async Task The_score_limits_the_number_of_parallel_sheets()
    {
        int running = 0, most = 0;
        var three = new Barrier(3);
        foreach (int number in Enumerable.Range(1, 9))
        {
            FakeExecutor.Return(number, async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await Task.Run(() => three.SignalAndWait(Cancellation)); // Only three at once pass the barrier.
                Interlocked.Decrement(ref running);
                return FakeExecutor.Success;
            });
        }

        Job job = await RunAsync(ScoreOf(9) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 3 } });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Starts_are_staggered_even_if_no_sheet_is_running()
    {
        Time.AutoAdvance(TimeSpan.FromSeconds(4));
        DateTimeOffset begin = Time.GetUtcNow();
        Score score = ScoreOf(4) with { Parallel = new ParallelismOptions { Enabled = true, StaggerDelayMs = 4000 } };

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.All(job.Sheets, sheet => Assert.True((sheet.StartedAt!.Value - begin).TotalSeconds >= 4 * (sheet.Number - 1)));
    }

    [Fact]
    public async Task No_sheet_starts_after_a_failure()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());

        Job job = await RunAsync(ScoreOf(4));

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal([1, 2], FakeExecutor.Numbers);
        Assert.StartsWith("Sheet 2 failed: it broke (E009: ", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("it broke", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(JobEventKind.JobFailed, Events[^1].Kind);
    }

    [Fact]
    public async Task Without_fail_fast_independent_sheets_continue()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = ScoreOf(4) with
        {
            Sheet = Needing((2, [1])),
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2, FailFast = false },
        };

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(
            [SheetStatus.Failed, SheetStatus.Pending, SheetStatus.Completed, SheetStatus.Completed],
            job.Sheets.Select(sheet => sheet.Status));
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_skipped_sheet_counts_as_done()
    {
        Score score = ScoreOf(3) with
        {
            Sheet = new SheetOptions
            {
                Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [3] = [2] },
                SkipWhenCommand = new SortedDictionary<int, SkipWhenOptions>
                {
                    [1] = new() { Command = "exit 1" },
                    [2] = new() { Command = "test \"$MARIANNE_SHEET\" = 2", Description = "It is there already." },
                },
            },
        };

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 3], FakeExecutor.Numbers);
        Assert.Equal((SheetStatus.Skipped, "It is there already."), (job.Sheets[1].Status, job.Sheets[1].ErrorMessage));
        Assert.Equal(
            [1, 2, 3],
            EventsOf(JobEventKind.SheetCompleted, JobEventKind.SheetSkipped)
                .Select(jobEvent => jobEvent.Progress!.Value.Finished));
    }

    [Fact]
    public async Task Each_change_is_saved_before_it_is_announced()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        OnEvent = jobEvent =>
        {
            Job job = Jobs.LoadAsync(jobEvent.JobId, default).AsTask().GetAwaiter().GetResult()!;
            SheetStatus? sheet = jobEvent.SheetNumber is { } number ? job.Sheets[number - 1].Status : null;
            Assert.Equal(job.Progress, jobEvent.Progress);
            (JobStatus, SheetStatus?) expected = jobEvent.Kind switch
            {
                JobEventKind.JobStarted => (JobStatus.Running, null),
                JobEventKind.SheetStarted => (JobStatus.Running, SheetStatus.InProgress),
                JobEventKind.SheetRetrying => (JobStatus.Running, SheetStatus.RetryScheduled),
                JobEventKind.SheetCompleted => (job.Status, SheetStatus.Completed),
                JobEventKind.JobCompleted => (JobStatus.Completed, null),
                _ => throw new InvalidOperationException($"{jobEvent.Kind}"),
            };
            Assert.Equal(expected, (job.Status, sheet));
        };

        await RunAsync(ScoreOf(2) with { Retry = new RetryOptions { MaxRetries = 1 } });

        Assert.Equal(8, Events.Count);
    }

    [Fact]
    public async Task Progress_follows_the_events()
    {
        Score score = ScoreOf(3);
        RunProgress progress = null!;
        List<(int Done, int Running, double? Left)> seen = [];
        OnEvent = jobEvent =>
        {
            progress.Note(jobEvent);
            seen.Add((progress.Sheets.Finished, progress.Running.Count, progress.TimeLeft(jobEvent.Time)?.TotalSeconds));
        };

        await FollowAsync(); // Nothing is known about the time of sheets that never ran.
        Assert.Equal(
            [(0, 0, null), (0, 1, null), (1, 0, null), (1, 1, null), (2, 0, null), (2, 1, null), (3, 0, null), (3, 0, null)], seen);
        await FollowAsync();
        Assert.Equal([(0, 0, 6), (0, 1, 6), (1, 0, 4), (1, 1, 4), (2, 0, 2), (2, 1, 2), (3, 0, null), (3, 0, null)], seen);

        async Task FollowAsync()
        {
            seen.Clear();
            progress = new RunProgress(await PlanAsync(score));
            await RunAsync(score);
        }
    }

    [Fact]
    public void The_time_left_counts_waits_and_is_omitted_when_it_is_not_known()
    {
        DateTimeOffset now = Time.GetUtcNow();
        var progress = new RunProgress(new JobPlan
        {
            Name = "nightly",
            Workspace = Folder.Path,
            Score = ScoreOf(2),
            MaxConcurrent = 2,
            Sheets =
            [
                new PlannedSheet(1, "1", 1, PlannedAction.Play) { ExpectedDuration = TimeSpan.FromSeconds(10) },
                new PlannedSheet(2, "2", 1, PlannedAction.Play) { ExpectedDuration = TimeSpan.FromSeconds(30) },
            ],
        });

        Assert.Equal(30, SecondsLeft(0)); // They run at the same time.
        Note(JobEventKind.SheetStarted, 1);
        Note(JobEventKind.SheetStarted, 2);
        Assert.Equal(26, SecondsLeft(4));
        Note(JobEventKind.SheetWaiting, 1, wait: 100);
        Assert.Equal(100 + 10 - 4, SecondsLeft(4));
        Assert.Null(SecondsLeft(31)); // Sheet 2 takes longer than ever.
        Note(JobEventKind.SheetCompleted, 2);
        Assert.Equal(100 + 10 - 31, SecondsLeft(31));
        Assert.Null(SecondsLeft(101)); // The wait takes longer than expected.
        Note(JobEventKind.SheetSkipped, 1);
        Assert.Null(SecondsLeft(0));

        double? SecondsLeft(double later) => progress.TimeLeft(now.AddSeconds(later))?.TotalSeconds;

        void Note(JobEventKind kind, int number, double? wait = null) => progress.Note(
            new JobEvent(kind, "id", now, "") { SheetNumber = number, Duration = wait is { } s ? TimeSpan.FromSeconds(s) : null });
    }

    [Fact]
    public async Task Progress_shows_which_sheets_wait_and_until_when()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("HTTP 429, retry after 1000 seconds"), FakeExecutor.Success);
        Score score = ScoreOf(1);
        var progress = new RunProgress(await PlanAsync(score));
        List<(int Running, double? Left)> seen = [];
        OnEvent = jobEvent =>
        {
            progress.Note(jobEvent);
            seen.Add((
                progress.Running.Count,
                progress.Waiting.Count == 0 ? null : (progress.Waiting[1] - jobEvent.Time).TotalSeconds));
        };

        await RunAsync(score);

        Assert.Equal([(0, null), (1, null), (0, 1000.0), (1, null), (0, null), (0, null)], seen);
    }

    [Fact]
    public async Task Two_thousand_sheets_run()
    {
        Job job = await RunAsync(ScoreOf(2000));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(2000, job.Progress.Finished);
        Assert.Equal(Enumerable.Range(1, 2000), FakeExecutor.Numbers);
    }

    private static SheetOptions Needing(params (int Sheet, int[] Needs)[] dependencies) => new()
    {
        Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>>(
            dependencies.ToDictionary(item => item.Sheet, item => (IReadOnlyCollection<int>)item.Needs)),
    };

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
