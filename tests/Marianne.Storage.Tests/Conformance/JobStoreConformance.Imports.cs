using System.Text;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task An_imported_job_is_not_visible_before_its_commit()
    {
        Job job = ImportedJob();
        await using IJobImport import = await Store.BeginImportAsync(job, replace: false, Cancellation);
        await import.AddExecutionsAsync([ImportedAttempt(1), ImportedAttempt(2)], Cancellation);
        await AddHistory(import, "job", null);
        await AddHistory(import, "sheet", 2);
        await AddHistory(import, "", 3);

        Assert.Null(await Store.LoadAsync("nightly", Cancellation));
        Assert.Empty(await List());
        await import.CommitAsync(Cancellation);

        Job stored = await Load();
        Samples.AssertEqual(job, stored);
        Assert.Equal(job.UpdatedAt, stored.UpdatedAt);
        Assert.Equal(["done 1", "done 2"], await Outputs());
        Assert.Equal([new(null, 3), new(2, 5), new(3, 0)], await Store.ListHistoriesAsync("nightly", Cancellation));
        Assert.Equal("job", await Attached());
        Assert.Equal("", await Attached(3));
    }

    [Fact]
    public async Task An_import_without_a_commit_leaves_nothing_behind()
    {
        await using (IJobImport import = await Store.BeginImportAsync(ImportedJob(), replace: false, Cancellation))
            await import.AddExecutionsAsync([ImportedAttempt(1)], Cancellation);

        Assert.Null(await Store.LoadAsync("nightly", Cancellation));
        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
    }

    [Fact]
    public async Task An_imported_job_replaces_another_completely()
    {
        await SaveNew(change: job => job.Description = "old");
        await UpdateSheet(1, StartHere with { Measures = Samples.Measures(Time.GetUtcNow()) });
        await Store.RecordExecutionsAsync([ImportedAttempt(7), ImportedAttempt(8), ImportedAttempt(9)], Cancellation);
        await Attach("old");
        await Attach("old", 1);
        Job job = ImportedJob();

        await using IJobImport import = await Store.BeginImportAsync(job, replace: true, Cancellation);
        await import.AddExecutionsAsync([ImportedAttempt(1)], Cancellation);
        await AddHistory(import, "new", null);
        Assert.Equal(("old", "old"), ((await Load()).Description, await Attached()));
        await import.CommitAsync(Cancellation);

        Samples.AssertEqual(job, await Load());
        Assert.Equal(["done 1"], await Outputs());
        Assert.Equal("new", await Attached());
        Assert.Equal([new(null, 3)], await Store.ListHistoriesAsync("nightly", Cancellation));
        Assert.Equal("nightly", Assert.Single(await ListIds()));
        await UpdateSheet(2, StartHere);
        Assert.Equal(SheetStatus.InProgress, (await Load()).Sheets[1].Status);
    }

    [Fact]
    public async Task A_job_that_exists_is_not_imported_unless_it_is_replaced()
    {
        await using IJobImport import = await Store.BeginImportAsync(ImportedJob(), replace: false, Cancellation);
        await SaveNew();

        await Fails(MarianneError.JobExists, () => import.CommitAsync(Cancellation).AsTask());
        await Fails(
            MarianneError.JobExists, () => Store.BeginImportAsync(ImportedJob(), replace: false, Cancellation).AsTask());
        Assert.Equal(SheetStatus.Pending, (await Load()).Sheets[0].Status);
    }

    [Fact]
    public async Task Values_of_an_import_are_validated()
    {
        Job invalid = ImportedJob();
        invalid.Name = "";
        await Fails(MarianneError.InvalidJob, () => Store.BeginImportAsync(invalid, replace: false, Cancellation).AsTask());

        await using IJobImport import = await Store.BeginImportAsync(ImportedJob(), replace: false, Cancellation);
        await Fails(
            MarianneError.SheetOutOfRange,
            () => import.AddExecutionsAsync([ImportedAttempt(1) with { SheetNumber = 4 }], Cancellation).AsTask());
        await Fails(
            MarianneError.InvalidParameter,
            () => import.AddExecutionsAsync([ImportedAttempt(1) with { JobId = "other" }], Cancellation).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => AddHistory(import, "x", 4));
    }

    private Job ImportedJob()
    {
        Job job = NewJob();
        job.Description = "imported";
        job.Tag = ["imported"];
        job.Sheets[0].Status = SheetStatus.Completed;
        job.Sheets[0].AttemptCount = 1;
        job.Sheets[0].Measures = Samples.Measures(Time.GetUtcNow());
        job.UpdatedAt = Start.AddMinutes(-10);
        return job;
    }

    private Execution ImportedAttempt(int number) => new(
        0, "nightly", 1, number, "do it", $"done {number}", 0, TimeSpan.FromSeconds(1.5), Time.GetUtcNow().AddSeconds(number));

    private async Task<List<string?>> Outputs() => await Store
        .ListExecutionsAsync(new ExecutionQuery { JobId = "nightly", OldestFirst = true }, Cancellation)
        .Select(attempt => attempt.Output).ToListAsync(Cancellation);

    private static async Task AddHistory(IJobImport import, string content, int? sheetNumber)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await import.AddHistoryAsync(sheetNumber, stream, Cancellation);
    }
}
