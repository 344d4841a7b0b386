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
        HistoryAmount planned = await Cleaner.MeasureAsync(HistoryPart.Jobs, ended, [], Cancellation);
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
        HistoryAmount planned = await Cleaner.MeasureAsync(HistoryPart.Jobs, ended, [], Cancellation);
        List<HistoryAmount> steps = await Cleaner.ClearAsync(HistoryPart.Jobs, ended, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(planned, Assert.Single(steps));
        Assert.Equal("many".Length + outputs[0].File!.Size, planned.Bytes);
        Assert.Equal([false, true, true], outputs.Select(output => File.Exists(output.File!.Path)));
    }

    [Fact]
    public async Task Parts_that_are_cleared_before_are_not_measured_again()
    {
        Job job = await SaveAsync("nightly", JobStatus.Completed, days: 1);
        await _jobs.RecordExecutionsAsync(
            [.. Enumerable.Repeat(new Execution(0, job.Id, 1, 1, "prompt", "output", 0, null, DateTimeOffset.UtcNow), 3)], Cancellation);
        IReadOnlyList<EndedJob> ended = await SelectAsync(new RetentionRule { Completed = TimeSpan.Zero });
        HistoryPart[] parts = [HistoryPart.Output, HistoryPart.Attempts, HistoryPart.Jobs];

        List<HistoryAmount> planned = [];
        for (int index = 0; index < parts.Length; index++)
            planned.Add(await Cleaner.MeasureAsync(parts[index], ended, parts[..index], Cancellation));
        List<HistoryAmount> cleared = [];
        foreach (HistoryPart part in parts)
            cleared.AddRange(await Cleaner.ClearAsync(part, ended, Cancellation).ToListAsync(Cancellation));

        Assert.Equal([new(1, 3, 36), new(1, 3, 0), new(1, 0, 4)], planned);
        Assert.Equal(planned, cleared);
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
