using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Storage.Memory;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Jobs;

/// <summary>Tests of clearing the history of a store.</summary>
public sealed class HistoryCleanerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryJobStore _jobs = new(TimeProvider.System, new FakeProcessList());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HistoryCleaner Cleaner => new(_jobs, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Selected_jobs_are_cleared_and_the_others_stay()
    {
        for (int number = 0; number < 450; number++)
            await SaveAsync($"old-{number:000}", JobStatus.Completed, days: 40);
        await SaveAsync("new", JobStatus.Completed, days: 1);
        await SaveAsync("failed", JobStatus.Failed, days: 40);

        IReadOnlyList<EndedJob> ended = await SelectAsync(new RetentionRule { Completed = TimeSpan.FromDays(30) });
        HistoryAmount planned = await Cleaner.MeasureAsync(HistoryPart.Jobs, ended, Cancellation);
        List<HistoryAmount> steps = await Cleaner.ClearAsync(HistoryPart.Jobs, ended, Cancellation).ToListAsync(Cancellation);

        Assert.Equal((450, 450), (planned.Jobs, steps.Sum(step => step.Jobs)));
        Assert.Equal(3, steps.Count);
        Assert.Equal(2, await _jobs.CountAsync(JobQuery.All, Cancellation));
        Assert.Null(await Cleaner.ReleaseSpaceAsync(Cancellation));
    }

    [Fact]
    public async Task The_files_of_outputs_are_deleted_unless_they_are_those_of_others()
    {
        Job job = await SaveAsync("nightly", JobStatus.Pending, days: 0);
        SheetOutput large = new("nightly", 1, 1, "large");
        SheetOutput[] outputs =
        [
            large with { File = OutputFiles.Write(_folder.Path, large, "\"text\"") },
            large with { Name = "changed", File = OutputFiles.Write(_folder.Path, large with { Name = "changed" }, "\"text\"") },
            large with { Name = "elsewhere", File = OutputFiles.Write(_folder.Path, large with { JobId = "other" }, "\"text\"") },
        ];
        await File.AppendAllTextAsync(outputs[1].File!.Path, "more", Cancellation);
        await _jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Start(new FakeProcessList().Current), Cancellation);
        await _jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = outputs }, Cancellation);

        IReadOnlyList<EndedJob> ended = await SelectAsync(new RetentionRule { Completed = TimeSpan.Zero });
        await Cleaner.ClearAsync(HistoryPart.Jobs, ended, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([false, true, true], outputs.Select(output => File.Exists(output.File!.Path)));
    }

    private async Task<Job> SaveAsync(string id, JobStatus status, int days)
    {
        var job = new Job(id, "many", 1, DateTimeOffset.UtcNow)
        {
            Status = status,
            CompletedAt = DateTimeOffset.UtcNow.AddDays(-days),
        };
        await _jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    private ValueTask<IReadOnlyList<EndedJob>> SelectAsync(RetentionRule rule) =>
        Cleaner.SelectAsync(JobQuery.All, _ => rule, Cancellation);
}
