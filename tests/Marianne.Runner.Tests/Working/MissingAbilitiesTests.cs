using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Working;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>Which sheets of queued jobs no live worker can run.</summary>
public sealed class MissingAbilitiesTests : WorkerLoopTestBase
{
    [Fact]
    public async Task The_next_sheet_shows_what_no_worker_announces()
    {
        await AnnounceAsync("command", "prompt");
        await QueueAsync(ScoreOf(new ScoreSheet { Script = "1" }, new ScoreSheet { Script = "2" }, new ScoreSheet { Command = "3" }));

        Job job = await MarkedAsync();

        Assert.Equal(["script"], job.MissingAbilities);
        Assert.Equal(["script", null, null], job.Sheets.Select(sheet => sheet.MissingAbility));
        Assert.Empty((await LoadAsync("one")).MissingAbilities);
    }

    [Fact]
    public async Task A_sheet_that_comes_later_is_not_missed_yet()
    {
        await AnnounceAsync("command");
        await QueueAsync(ScoreOf(new ScoreSheet { Command = "1" }, new ScoreSheet { Script = "2" }));
        Assert.Empty((await MarkedAsync()).MissingAbilities);

        await Jobs.UpdateSheetAsync("one", 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
        Assert.Equal(["script"], (await MarkedAsync()).MissingAbilities);
    }

    [Fact]
    public async Task All_sheets_that_could_start_are_examined_when_they_run_in_parallel()
    {
        await AnnounceAsync("prompt");
        Score score = ScoreOf(new ScoreSheet { Script = "1" }, new ScoreSheet { Command = "2" }, new ScoreSheet { Script = "3" });
        await QueueAsync(score with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 3 } });

        Assert.Equal(["script", "command"], (await MarkedAsync()).MissingAbilities);
    }

    [Fact]
    public async Task A_worker_that_is_gone_runs_nothing()
    {
        await QueueAsync(ScoreOf(new ScoreSheet { Script = "1" }));
        Worker worker = await AnnounceAsync("command", "script");
        Assert.Empty((await MarkedAsync()).MissingAbilities);

        Processes.Kill(worker.Process.Pid);
        Assert.Equal(["script"], (await MarkedAsync()).MissingAbilities);
    }

    [Fact]
    public async Task A_job_that_is_not_for_workers_misses_nothing()
    {
        Score score = ScoreOf(new ScoreSheet { Script = "1" });
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), "not queued"), SaveMode.IfUnchanged, Cancellation);
        await QueueAsync(score, "run as a whole");
        await Jobs.UpdateAsync("run as a whole", new JobUpdate.Run(Processes.Current), Cancellation);
        await QueueAsync(score, "paused");
        await Jobs.UpdateAsync("paused", new JobUpdate.Pause(), Cancellation);
        await Jobs.SaveAsync(new Job("without a score", "stage", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Jobs.QueueAsync("without a score", 0, Cancellation);

        foreach (string id in (string[])["not queued", "run as a whole", "paused", "without a score"])
            Assert.Empty((await MarkedAsync(id)).MissingAbilities);
    }

    [Theory]
    [InlineData("claude", "prompt:claude or prompt:codex", "prompt", "prompt:gemini")]
    [InlineData("claude", null, "prompt", "prompt:codex")] // The fallback.
    [InlineData("mine", "prompt or prompt:codex", "command")] // Only the score describes it,
    [InlineData("mine", null, "prompt")] // so that a worker that runs prompts may have it.
    [InlineData("agent -p {prompt}", "prompt or prompt:codex", "script")]
    public async Task A_prompt_needs_one_of_its_instruments(string instrument, string? missing, params string[] announced)
    {
        await AnnounceAsync(announced);
        await QueueAsync(ScoreOf(new ScoreSheet { Prompt = "Do it.", Instrument = instrument, Fallback = ["codex"] }) with
        {
            Instruments = new Dictionary<string, InstrumentOptions> { ["mine"] = new() { Extends = "claude" } },
        });

        Assert.Equal(missing, (await MarkedAsync()).Sheets[0].MissingAbility);
    }

    [Fact]
    public async Task A_profile_that_is_searched_in_its_own_folders_is_not_announced()
    {
        await AnnounceAsync("prompt");
        await QueueAsync(ScoreOf(new ScoreSheet { Prompt = "Do it.", Instrument = "mine" }));
        var profile = new InstrumentOptions { Extends = "claude", Environment = new Dictionary<string, string> { ["PATH"] = "/opt/mine" } };
        Job job = await LoadAsync("one");

        await new MissingAbilities(Jobs, Time)
        {
            OwnInstruments = () => new Dictionary<string, InstrumentOptions> { ["mine"] = profile },
        }.MarkAsync(job, Cancellation);

        Assert.Empty(job.MissingAbilities);
    }

    [Fact]
    public async Task The_queue_is_read_once_for_many_jobs()
    {
        Score score = ScoreOf(new ScoreSheet { Script = "1" });
        string[] ids = [.. Enumerable.Range(1, 20).Select(number => $"job-{number}")];
        foreach (string id in ids[..^1])
            await QueueAsync(score, id);
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), ids[^1]), SaveMode.IfUnchanged, Cancellation);
        IClaimStore store = CallCounter.Of<IClaimStore>(Jobs, out CallCounter calls);
        var missing = new MissingAbilities(store, Time);
        Job[] jobs = await Task.WhenAll(ids.Select(id => LoadAsync(id)));

        foreach (Job job in jobs)
            await missing.MarkAsync(job, Cancellation);

        Assert.All(jobs[..^1], job => Assert.Equal(["script"], job.MissingAbilities));
        Assert.Empty(jobs[^1].MissingAbilities);
        Assert.Equal(1, calls[nameof(IClaimStore.ListQueuedAsync)]);
        Assert.InRange(calls[nameof(IClaimStore.IsQueuedAsync)], 0, 3);
        Assert.Equal(1, calls[nameof(IClaimStore.ListWorkersAsync)]);
    }

    private Score ScoreOf(params ScoreSheet[] sheets) => ScoreOf(sheets.Length) with { Sheets = sheets };

    private async Task<Worker> AnnounceAsync(params string[] abilities)
    {
        Worker worker = Worker.Create(Processes.Start(200, "mark-200"), Time.GetUtcNow()) with { CanRun = abilities };
        await Jobs.AnnounceAsync(worker, Cancellation);
        return worker;
    }

    private async Task<Job> MarkedAsync(string id = "one")
    {
        Job job = await LoadAsync(id);
        await new MissingAbilities(Jobs, Time).MarkAsync(job, Cancellation);
        return job;
    }
}
