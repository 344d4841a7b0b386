using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Runner.Tests.Jobs;

/// <summary>Tests of clearing the history of a store by its own rule.</summary>
public sealed class StoreCleaningTests : RunnerTestBase
{
    private static readonly RetentionRule OneDay = new() { Completed = TimeSpan.FromDays(1) };

    [Fact]
    public async Task A_run_clears_what_is_too_old_when_it_has_ended()
    {
        await Jobs.SetRetentionAsync(_ => OneDay, Cancellation);
        await SaveOldAsync("old");

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([job.Id], await IdsAsync());
        Assert.Null(await Jobs.BeginCleaningAsync(TimeSpan.FromMinutes(1), Cancellation)); // It was done.
    }

    [Fact]
    public async Task The_job_of_the_run_is_kept_for_its_caller()
    {
        await Jobs.SetRetentionAsync(_ => new RetentionRule { Completed = TimeSpan.Zero }, Cancellation);
        await SaveOldAsync("old");

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal([job.Id], await IdsAsync());
    }

    [Fact]
    public async Task Without_a_rule_everything_is_kept()
    {
        await SaveOldAsync("old");

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal([job.Id, "old"], (await IdsAsync()).OrderBy(id => id == "old"));
    }

    [Fact]
    public async Task The_jobs_of_a_score_are_cleared_by_its_own_rule()
    {
        await Jobs.SetRetentionAsync(_ => OneDay, Cancellation);
        await SaveOldAsync("of the store");
        await SaveOldAsync("shorter", """{"name":"many","retention":{"completed":60}}""");
        await SaveOldAsync("longer", """{"name":"many","retention":{"completed":"30d"}}""");
        await SaveOldAsync("kept", """{"name":"many","retention":{"keep":99}}""");
        await SaveOldAsync("other", """{"name":"many","retention":{"failed":"1s"}}""");

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(new[] { job.Id, "longer", "kept" }.Order(), (await IdsAsync()).Order());
    }

    [Fact]
    public async Task A_score_has_a_rule_in_a_store_without_one()
    {
        Score score = ScoreOf(1) with { Retention = new() { Completed = TimeSpan.FromDays(1) } };
        Job first = await RunAsync(score);
        await SaveOldAsync("old");
        Time.Advance(TimeSpan.FromDays(2));

        await new StoreCleaning(Jobs, Learning, Time).CleanAsync(Assert.Fail, except: null, Cancellation);

        Assert.NotEqual("old", first.Id);
        Assert.Equal(["old"], await IdsAsync());
    }

    [Fact]
    public async Task A_job_that_was_only_started_has_the_rule_of_its_score()
    {
        var runner = new JobPlanner(Jobs, Time);
        Score score = ScoreOf(1) with { Retention = new() { Cancelled = TimeSpan.FromHours(1) } };
        JobPlan plan = await runner.PlanAsync(new RunRequest { Score = score }, Cancellation);

        Assert.Equal("Cancelled 1h", plan.Retention);
        Assert.Null(await Jobs.BeginCleaningAsync(TimeSpan.FromMinutes(1), Cancellation)); // A plan saves nothing.
        await new JobStarter(Jobs, Learning, Time).StartAsync(plan, Cancellation);
        Assert.NotNull(await Jobs.BeginCleaningAsync(TimeSpan.FromMinutes(1), Cancellation));
    }

    [Fact]
    public async Task A_second_cleaner_skips()
    {
        await Jobs.SetRetentionAsync(_ => OneDay, Cancellation);
        await SaveOldAsync("old");
        Assert.NotNull(await Jobs.BeginCleaningAsync(TimeSpan.FromMinutes(1), Cancellation));

        Assert.Equal(default, await new StoreCleaning(Jobs, Learning, Time).CleanAsync(Assert.Fail, except: null, Cancellation));
        Assert.Equal(["old"], await IdsAsync());
    }

    [Fact]
    public async Task What_was_learned_is_cleared_by_the_rule_and_not_recorded_again()
    {
        Job job = await RunAsync(ScoreOf(2));
        Assert.Equal(2, await Learning.CountOutcomesAsync(new OutcomeQuery(), Cancellation));
        Time.Advance(TimeSpan.FromDays(30));
        Job newer = await RunAsync(ScoreOf(1) with { Name = "newer" });
        await Jobs.SetRetentionAsync(_ => new RetentionRule { Learned = TimeSpan.FromDays(7) }, Cancellation);

        await new StoreCleaning(Jobs, Learning, Time).CleanAsync(Assert.Fail, except: null, Cancellation);

        Assert.Equal(1, await Learning.CountOutcomesAsync(new OutcomeQuery(), Cancellation));
        Assert.Equal(3, (await Learning.GetStatisticsAsync(Cancellation)).TotalExecutions);
        Assert.Equal(new[] { job.Id, newer.Id }.Order(), (await IdsAsync()).Order());
        var repairer = new JobRepairer(Jobs, Learning, Time, _ => null);
        Assert.Empty((await repairer.InspectAsync((await Jobs.LoadAsync(job.Id, Cancellation))!, Cancellation)).MissingOutcomes);
    }

    [Fact]
    public async Task A_damaged_job_is_kept_with_a_warning_by_runs_and_workers()
    {
        await Jobs.DisposeAsync();
        Jobs = new JsonJobStore(Folder["store"], Time, Processes);
        await Jobs.SetRetentionAsync(_ => OneDay, Cancellation);
        await SaveOldAsync("old");
        await SaveOldAsync("bad");
        await File.WriteAllTextAsync(Folder[Path.Combine("store", "bad.history")], "not JSON\n", Cancellation);

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(
            [$"{job.Id}.json", "bad.json"],
            Directory.GetFiles(Folder["store"], "*.json").Select(Path.GetFileName).OrderBy(name => name == "bad.json"));
        Assert.Contains("bad.history' is damaged", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);

        List<string> warnings = [];
        Time.Advance(TimeSpan.FromHours(2));
        await new StoreCleaning(Jobs, Learning, Time).CleanAsync(warnings.Add, except: null, Cancellation);
        Assert.Contains("bad.history' is damaged", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private async Task SaveOldAsync(string id, string? config = null)
    {
        var job = new Job(id, "many", 1, Time.GetUtcNow().AddDays(-9))
        {
            Status = JobStatus.Completed,
            CompletedAt = Time.GetUtcNow().AddDays(-9),
            ConfigSnapshot = config,
        };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }

    private async Task<List<string>> IdsAsync() =>
        await Jobs.ListAsync(JobQuery.All, Cancellation).Select(job => job.Id).ToListAsync(Cancellation);
}
