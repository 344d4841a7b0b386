using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Stores and folders that fail while a job is played: the error is seen, what runs is ended, nothing is lost.</summary>
public sealed class BrokenStoreTests : RunnerTestBase
{
    private static Score Two(Score score) => score with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 } };

    [Theory]
    [InlineData(MarianneError.StoreFull)]
    [InlineData(MarianneError.StoreReadOnly)]
    public async Task An_error_of_the_store_ends_the_run_and_its_children(MarianneError kind)
    {
        IJobStore store = Jobs;
        bool isBroken = false;
        Jobs = new HookedStore(store, _ => Break(), _ => Break());
        Task begun = FakeExecutor.HangAt(2);
        FakeExecutor.Answer(1, async _ =>
        {
            await begun;
            isBroken = true;
            return FakeExecutor.Success;
        });

        MarianneException error = await Fails(kind, () => Play(Two(ScoreOf(3))));

        Assert.Equal("The store broke.", error.Message);
        Jobs = store;
        Job left = await Load();
        Assert.Equal((JobStatus.Running, SheetStatus.InProgress), (left.Status, left.Sheets[1].Status));
        FakeExecutor.Answer(1, FakeExecutor.Success);
        FakeExecutor.Answer(2, FakeExecutor.Success);
        Job done = await Play(Two(ScoreOf(3)));
        Assert.Equal((left.Id, JobStatus.Completed, 3), (done.Id, done.Status, done.Progress.Finished));
        Assert.Equal(3, (await History()).Count);

        Task Break() => isBroken ? throw new MarianneException(kind, "The store broke.", "store") : Task.CompletedTask;
    }

    [Fact]
    public async Task A_store_that_somebody_holds_gets_what_was_done_when_it_is_free()
    {
        IJobStore store = Jobs;
        int refusals = 0;
        Time.Pass(TimeSpan.FromSeconds(1));
        Jobs = new HookedStore(store, _ => Refuse(), _ => Refuse());
        FakeExecutor.Answer(1, _ =>
        {
            refusals = 100;
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await Play(ScoreOf(2));

        Jobs = store;
        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Sheets[0].AttemptCount));
        Assert.Equal([1, 2], FakeExecutor.Numbers);
        Assert.Equal(
            "The store is held. It is saved as soon as that is possible.", Assert.Single(EventsOf(JobEventKind.Warning)).Message);

        Task Refuse() => refusals-- > 0
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is held.", "store")
            : Task.CompletedTask;
    }

    [Fact]
    public async Task A_run_that_is_to_end_waits_for_no_store()
    {
        IJobStore store = Jobs;
        using var pause = new CancellationTokenSource();
        bool isHeld = false;
        Jobs = new HookedStore(store, _ => Refuse(), _ => Refuse());
        FakeExecutor.Answer(1, _ =>
        {
            isHeld = true;
            return Task.FromResult(FakeExecutor.Success);
        });
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.Warning)
                pause.Cancel();
        };

        await Fails(MarianneError.StoreBusy, () => Play(ScoreOf(2), pause));

        Jobs = store;
        Assert.Equal(SheetStatus.InProgress, (await Load()).Sheets[0].Status);

        Task Refuse() => isHeld
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is held.", "store")
            : Task.CompletedTask;
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_disk_that_is_full_ends_the_run_and_what_was_finished_stays()
    {
        using TinyDisk? disk = TinyDisk.Mount(Folder["disk"]);
        Assert.SkipWhen(disk is null, "No disk can be made here.");
        Directory.CreateDirectory(Folder["work"]);
        string path = Folder["disk/state.db"];
        await using (var store = new SqliteJobStore(path, Time, Processes))
        {
            Jobs = store;
            FakeExecutor.Answer(3, _ =>
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
            await Fails(MarianneError.StoreFull, () => Play(ScoreOf(4) with { Workspace = Folder["work"] }));
        }

        File.Delete(Folder["disk/filler"]);
        Jobs = new SqliteJobStore(path, Time, Processes);
        Job left = await Load();
        Assert.Equal([SheetStatus.Completed, SheetStatus.Completed, SheetStatus.InProgress, SheetStatus.Pending], left.Sheets.Select(sheet => sheet.Status));
        Assert.Equal(2, (await History()).Count);
        FakeExecutor.Answer(3, FakeExecutor.Success);
        Assert.Equal(JobStatus.Completed, (await Play(ScoreOf(4) with { Workspace = Folder["work"] })).Status);
        await Jobs.DisposeAsync();
    }

    [Fact]
    public async Task A_learning_store_that_fails_is_warned_of_once_and_the_run_goes_on()
    {
        await Learning.DisposeAsync();
        FakeExecutor.Answer(1, FakeExecutor.Failure("429"), FakeExecutor.Failure(), FakeExecutor.Success);

        Job job = await Play(ScoreOf(3) with { Retry = new RetryOptions() });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.StartsWith(
            "Nothing can be learned from this run: ", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_made_is_refused_before_anything_is_played()
    {
        File.WriteAllText(Folder["file"], "");

        MarianneException error = await Fails(
            MarianneError.WorkspaceUnusable, () => Play(ScoreOf(1) with { Workspace = Folder["file"] }));

        Assert.Contains(
            $"cannot be used: '{Folder["file"]}' is a file, not a folder. Mend it", error.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Pending, (await Load()).Status);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_workspace_that_vanishes_fails_the_sheet_that_needs_it()
    {
        string work = Folder["work"];
        Score score = ScoreOf(2) with
        {
            Workspace = work,
            Sheets = [new ScoreSheet { Command = $"rmdir '{work}'" }, new ScoreSheet { Command = "true" }],
            Retry = new RetryOptions { MaxRetries = 3 },
        };
        RunnerServices services = Services() with { Executors = [new CommandExecutor(Commands)] };

        Job job = await new JobRunner(services).RunAsync(new RunRequest { Score = score }, _ => { }, Cancellation);

        Sheet sheet = job.Sheets[1];
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed, "preflight", 1), (job.Status, sheet.Status, sheet.ErrorCategory, sheet.AttemptCount));
        Assert.Equal("E603", sheet.Measures.ErrorCode);
        Assert.Contains(work, sheet.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_changes_no_byte_of_a_file()
    {
        string path = Folder["state.db"];
        Score score = ScoreOf(3);
        await using (var store = new SqliteJobStore(path, Time, Processes))
        {
            Jobs = store;
            FakeExecutor.Answer(2, FakeExecutor.Failure());
            await Play(score);
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
