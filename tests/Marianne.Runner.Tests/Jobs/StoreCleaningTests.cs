using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
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
    public async Task A_second_cleaner_skips()
    {
        await Jobs.SetRetentionAsync(_ => OneDay, Cancellation);
        await SaveOldAsync("old");
        Assert.NotNull(await Jobs.BeginCleaningAsync(TimeSpan.FromMinutes(1), Cancellation));

        Assert.Equal(default, await new StoreCleaning(Jobs, Time).CleanAsync(except: null, Cancellation));
        Assert.Equal(["old"], await IdsAsync());
    }

    private async Task SaveOldAsync(string id)
    {
        var job = new Job(id, "many", 1, Time.GetUtcNow().AddDays(-9))
        {
            Status = JobStatus.Completed,
            CompletedAt = Time.GetUtcNow().AddDays(-9),
        };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }

    private async Task<List<string>> IdsAsync() =>
        await Jobs.ListAsync(JobQuery.All, Cancellation).Select(job => job.Id).ToListAsync(Cancellation);
}
