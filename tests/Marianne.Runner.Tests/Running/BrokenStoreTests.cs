using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>
/// Stores and folders that fail during a run: the error is thrown, running sheets are ended, and nothing is lost.
/// </summary>
public sealed class BrokenStoreTests : RunnerTestBase
{
    private static Score Two(Score score) =>
        score with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 } };

    [Theory]
    [InlineData(MarianneError.StoreFull)]
    [InlineData(MarianneError.StoreReadOnly)]
    public async Task A_store_error_ends_the_run_and_its_sheets(MarianneError kind)
    {
        IJobStore store = Jobs;
        bool isBroken = false;
        Jobs = new HookedStore(store, _ => Break(), _ => Break());
        Task started = FakeExecutor.HangAt(2);
        FakeExecutor.Return(1, async _ =>
        {
            await started;
            isBroken = true;
            return FakeExecutor.Success;
        });

        MarianneException error = await ThrowsAsync(kind, () => RunAsync(Two(ScoreOf(3))));

        Assert.Equal("The store broke.", error.Message);
        Jobs = store;
        Job left = await LoadAsync();
        Assert.Equal((JobStatus.Paused, SheetStatus.InProgress), (left.Status, left.Sheets[1].Status));
        FakeExecutor.Return(1, FakeExecutor.Success);
        FakeExecutor.Return(2, FakeExecutor.Success);
        Job done = await RunAsync(Two(ScoreOf(3)));
        Assert.Equal((left.Id, JobStatus.Completed, 3), (done.Id, done.Status, done.Progress.Finished));
        Assert.Equal(3, (await HistoryAsync()).Count);

        Task Break() => isBroken ? throw new MarianneException(kind, "The store broke.", "store") : Task.CompletedTask;
    }

    [Theory]
    [InlineData(MarianneError.StoreNotFound, "removed")]
    [InlineData(MarianneError.StoreReplaced, "replaced")]
    public async Task A_store_that_goes_away_ends_the_run_and_the_error_names_the_job(MarianneError kind, string what)
    {
        IJobStore store = Jobs;
        bool isGone = false;
        Jobs = new HookedStore(store, _ => Leave(), _ => Leave());
        FakeExecutor.Return(1, _ =>
        {
            isGone = true;
            return Task.FromResult(FakeExecutor.Success);
        });

        MarianneException error = await ThrowsAsync(kind, () => RunAsync(ScoreOf(2)));

        Jobs = store;
        Assert.Equal(
            $"The store of the job '{(await LoadAsync()).Id}' was {what} while it ran, so its sheets were ended. It is gone.",
            error.Message);
        Assert.Equal("store", error.Target);
        Assert.Equal([1], FakeExecutor.Numbers);

        Task Leave() => isGone ? throw new MarianneException(kind, "It is gone.", "store") : Task.CompletedTask;
    }

    [Fact]
    public async Task A_busy_store_is_retried_until_it_is_free()
    {
        IJobStore store = Jobs;
        int refusals = 0;
        Time.AutoAdvance(TimeSpan.FromSeconds(1));
        Jobs = new HookedStore(store, _ => Refuse(), _ => Refuse());
        FakeExecutor.Return(1, _ =>
        {
            refusals = 100;
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(ScoreOf(2));

        Jobs = store;
        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Sheets[0].AttemptCount));
        Assert.Equal([1, 2], FakeExecutor.Numbers);
        Assert.Equal(
            "The store is busy. Saving is retried until it succeeds.", Assert.Single(EventsOf(JobEventKind.Warning)).Message);

        Task Refuse() => refusals-- > 0
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is busy.", "store")
            : Task.CompletedTask;
    }

    [Fact]
    public async Task A_busy_store_is_retried_also_when_the_job_is_completed()
    {
        Job job = await AbandonAsync(
            ScoreOf(2), isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        job = await LoadAsync(job.Id);
        (job.Sheets[1].Status, job.Status) = (SheetStatus.Skipped, JobStatus.Paused); // Another implementation skipped it.
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        int refusals = 3;
        Time.AutoAdvance(TimeSpan.FromSeconds(1));
        Jobs = new HookedStore(Jobs, update => update is JobUpdate.Complete && refusals-- > 0
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is busy.", "store")
            : Task.CompletedTask);

        Job done = await RunAsync(ScoreOf(2));

        Assert.Equal((job.Id, JobStatus.Completed), (done.Id, done.Status));
        Assert.Equal(-1, refusals);
        Assert.Contains(
            EventsOf(JobEventKind.Warning),
            jobEvent => jobEvent.Message.StartsWith("The store is busy.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_run_does_not_wait_for_a_busy_store()
    {
        IJobStore store = Jobs;
        using var pause = new CancellationTokenSource();
        bool isHeld = false;
        Jobs = new HookedStore(store, _ => Refuse(), _ => Refuse());
        FakeExecutor.Return(1, _ =>
        {
            isHeld = true;
            return Task.FromResult(FakeExecutor.Success);
        });
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.Warning)
                pause.Cancel();
        };

        await ThrowsAsync(MarianneError.StoreBusy, () => RunAsync(ScoreOf(2), pause));

        Jobs = store;
        Assert.Equal(SheetStatus.InProgress, (await LoadAsync()).Sheets[0].Status);

        Task Refuse() => isHeld
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is busy.", "store")
            : Task.CompletedTask;
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_full_disk_ends_the_run_and_finished_sheets_stay_saved()
    {
        using TinyDisk? disk = TinyDisk.Mount(Folder["disk"]);
        Assert.SkipWhen(disk is null, "No disk can be made here.");
        Directory.CreateDirectory(Folder["work"]);
        string path = Folder["disk/state.db"];
        await using (var store = new SqliteJobStore(path, Time, Processes))
        {
            Jobs = store;
            FakeExecutor.Return(3, _ =>
            {
                using FileStream filler = File.Create(Folder["disk/filler"]);
                byte[] block = new byte[4096];
                try
                {
                    while (true)
                        filler.Write(block);
                }
                catch (IOException)
                {
                    return Task.FromResult(FakeExecutor.Success with { Output = new string('x', 40_000), OutputLength = 40_000 });
                }
            });
            await ThrowsAsync(MarianneError.StoreFull, () => RunAsync(ScoreOf(4) with { Workspace = Folder["work"] }));
        }

        File.Delete(Folder["disk/filler"]);
        Jobs = new SqliteJobStore(path, Time, Processes);
        Job left = await LoadAsync();
        Assert.Equal(
            [SheetStatus.Completed, SheetStatus.Completed, SheetStatus.InProgress, SheetStatus.Pending],
            left.Sheets.Select(sheet => sheet.Status));
        Assert.Equal(2, (await HistoryAsync()).Count);
        FakeExecutor.Return(3, FakeExecutor.Success);
        Assert.Equal(JobStatus.Completed, (await RunAsync(ScoreOf(4) with { Workspace = Folder["work"] })).Status);
        await Jobs.DisposeAsync();
    }

    [Fact]
    public async Task A_learning_store_that_fails_causes_one_warning_and_the_run_continues()
    {
        await Learning.DisposeAsync();
        FakeExecutor.Return(1, FakeExecutor.Failure("429"), FakeExecutor.Failure(), FakeExecutor.Success);

        Job job = await RunAsync(ScoreOf(3) with { Retry = new RetryOptions() });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.StartsWith(
            "This run cannot use the learning store: ",
            Assert.Single(EventsOf(JobEventKind.Warning)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_created_is_an_error_before_anything_runs()
    {
        File.WriteAllText(Folder["file"], "");

        MarianneException error = await ThrowsAsync(
            MarianneError.WorkspaceUnusable, () => RunAsync(ScoreOf(1) with { Workspace = Folder["file"] }));

        Assert.Contains(
            $"cannot be used: '{Folder["file"]}' is a file, not a folder. Fix the cause",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(JobStatus.Pending, (await LoadAsync()).Status);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_workspace_that_disappears_fails_the_next_sheet()
    {
        string work = Folder["work"];
        Score score = ScoreOf(2) with
        {
            Workspace = work,
            Sheets = [new ScoreSheet { Command = $"rmdir '{work}'" }, new ScoreSheet { Command = "true" }],
            Retry = new RetryOptions { MaxRetries = 3 },
        };
        RunnerServices services = Services() with { Executors = [new CommandExecutor(Commands)] };

        Job job = await RunAsync(services, await PlanAsync(score));

        Sheet sheet = job.Sheets[1];
        Assert.Equal(
            (JobStatus.Failed, SheetStatus.Failed, "preflight", 1),
            (job.Status, sheet.Status, sheet.ErrorCategory, sheet.AttemptCount));
        Assert.Equal("E603", sheet.Measures.ErrorCode);
        Assert.Contains(work, sheet.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_does_not_change_the_store()
    {
        string path = Folder["state.db"];
        Score score = ScoreOf(3);
        await using (var store = new SqliteJobStore(path, Time, Processes))
        {
            Jobs = store;
            FakeExecutor.Return(2, FakeExecutor.Failure());
            await RunAsync(score);
        }

        byte[] before = File.ReadAllBytes(path);
        await using (var store = new SqliteJobStore(path, Time, Processes))
        {
            JobPlan plan = await new JobPlanner(store, Time).PlanAsync(new RunRequest { Score = score }, Cancellation);
            Assert.Equal([PlannedAction.Done, PlannedAction.Play, PlannedAction.Play], plan.Sheets.Select(sheet => sheet.Action));
            Assert.Equal(2, plan.Sheets[0].ExpectedDuration!.Value.TotalSeconds);
        }

        Assert.Equal(before, File.ReadAllBytes(path));
        await using var missing = new SqliteJobStore(Folder["none.db"], Time, Processes);
        await new JobPlanner(missing, Time).PlanAsync(new RunRequest { Score = score }, Cancellation);
        Assert.False(File.Exists(Folder["none.db"]));
        Jobs = missing;
    }
}
