using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>The job of a score is found by its name and the real path of its workspace.</summary>
[Trait("Platform", "Unix")] // Windows lets only some users create links.
public sealed class SamePathTests : RunnerTestBase
{
    [Fact]
    public async Task A_job_is_found_through_a_link_to_its_workspace()
    {
        Job job = await AbandonAsync(In("target"), isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)));
        Directory.CreateDirectory(PathOf("target"));
        Directory.CreateSymbolicLink(PathOf("link"), PathOf("target"));

        Job done = await RunAsync(In("link"));

        Assert.Equal((job.Id, JobStatus.Completed), (done.Id, done.Status));
        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal(job.ConfigHash, done.ConfigHash);
        Assert.DoesNotContain("changed", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_a_score_are_the_same_through_a_link_to_its_folder()
    {
        string folder = Directory.CreateDirectory(PathOf("scores")).FullName;
        Directory.CreateSymbolicLink(PathOf("link"), folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "prompt.md"), "Do it.", Cancellation);
        Job job = JobDraft.Of(Prompts(folder), Time.GetUtcNow());
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        await Jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        Job done = await RunAsync(Prompts(PathOf("link")));

        Assert.Equal((job.Id, job.ConfigHash), (done.Id, done.ConfigHash));
        Assert.Equal([2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_now_has_another_job()
    {
        Directory.CreateDirectory(PathOf("a"));
        Directory.CreateDirectory(PathOf("b"));
        Directory.CreateSymbolicLink(PathOf("link"), PathOf("a"));
        Job job = await AbandonAsync(In("a"), isDead: true, (1, null));
        Directory.Delete(PathOf("link"));
        Directory.CreateSymbolicLink(PathOf("link"), PathOf("b"));

        Assert.NotEqual(job.Id, (await RunAsync(In("link"))).Id);
    }

    [Fact]
    public async Task A_restart_creates_a_job_although_one_has_the_key()
    {
        Job first = await PauseAsync(new RunRequest { Score = In("target") });
        FakeExecutor.Return(1, FakeExecutor.Success);

        Job second = await RunAsync(new RunRequest { Score = In("target"), Restart = true });

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, await Jobs.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task A_job_whose_workspace_was_changed_gives_its_key_up()
    {
        Job first = await PauseAsync(new RunRequest { Score = In("a") });
        await PauseAsync(new RunRequest { JobId = first.Id, Score = In("b"), Force = true });
        FakeExecutor.Return(1, FakeExecutor.Success);

        Assert.NotEqual(first.Id, (await RunAsync(In("a"))).Id);
        Assert.Equal(first.Id, (await RunAsync(In("b"))).Id);
    }

    [Fact]
    public async Task Two_paths_of_one_store_are_one_store()
    {
        Directory.CreateDirectory(PathOf("stores"));
        Directory.CreateSymbolicLink(PathOf("link"), PathOf("stores"));
        await using var store = new SqliteJobStore(Path.Combine(PathOf("stores"), "state.db"), Time, Processes);
        await using var linked = new SqliteJobStore(Path.Combine(PathOf("link"), "state.db"), Time, Processes);
        Task started = FakeExecutor.HangAt(1);
        using var pause = new CancellationTokenSource();
        Jobs = store;
        Task<Job> run = RunAsync(In("work"), pause);
        await started;

        Jobs = linked;
        await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(In("work")));

        await pause.CancelAsync();
        Assert.Equal(JobStatus.Paused, (await run).Status);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    /// <summary>Runs a job, and pauses it in its first sheet.</summary>
    private async Task<Job> PauseAsync(RunRequest request)
    {
        Task started = FakeExecutor.HangAt(1);
        using var pause = new CancellationTokenSource();
        Task<Job> run = RunAsync(request, pause);
        await started;
        await pause.CancelAsync();
        Job paused = await run;
        Assert.Equal(JobStatus.Paused, paused.Status);
        return paused;
    }

    private string PathOf(string name) => Path.Combine(Folder.Path, name);

    private Score In(string workspace) => ScoreOf(2) with { Workspace = workspace };

    private Score Prompts(string folder) => (ScoreOf(2) with
    {
        Instrument = "ask",
        Workspace = PathOf("work"),
        Sheets = [new ScoreSheet { Prompt = "./prompt.md" }, new ScoreSheet { Prompt = "./prompt.md" }],
    }).At(folder);
}
