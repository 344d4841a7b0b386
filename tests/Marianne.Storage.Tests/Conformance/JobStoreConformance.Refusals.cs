using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    public static TheoryData<string, MarianneError> InvalidValues => new()
    {
        { "name", MarianneError.InvalidJob },
        { "total", MarianneError.InvalidJob },
        { "snapshot", MarianneError.InvalidJob },
        { "status", MarianneError.InvalidJob },
        { "category", MarianneError.InvalidSheet },
        { "reason", MarianneError.InvalidSheet },
        { "mode", MarianneError.InvalidSheet },
        { "outcome", MarianneError.InvalidSheet },
        { "confidence", MarianneError.InvalidSheet },
        { "data", MarianneError.InvalidSheet },
    };

    [Theory]
    [MemberData(nameof(InvalidValues))]
    public async Task An_invalid_value_is_rejected_and_nothing_is_written(
        string property, MarianneError error)
    {
        await SaveNew();
        Job job = await Load();
        job.ErrorMessage = "changed";
        job.Sheets[0].ErrorMessage = "changed";
        MakeInvalid(job, property);

        await Fails(error, () => Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation).AsTask());
        await Fails(error, () => Store.SaveAsync(job, SaveMode.Overwrite, Cancellation).AsTask());

        Job loaded = await Load();
        Assert.Null(loaded.ErrorMessage);
        Assert.Null(loaded.Sheets[0].ErrorMessage);
        Assert.Equal(Start, loaded.UpdatedAt);
    }

    [Fact]
    public async Task An_update_with_an_unknown_word_is_rejected_and_nothing_is_written()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);

        await Fails(
            MarianneError.InvalidSheet,
            () => UpdateSheet(1, new SheetUpdate.Fail(SheetResult.Empty, "boom", "gremlins")).AsTask());

        Job loaded = await Load();
        Assert.Equal(SheetStatus.InProgress, loaded.Sheets[0].Status);
        Assert.Equal(0, loaded.TotalRetryCount);
    }

    [Fact]
    public async Task Every_call_of_a_closed_store_is_an_error()
    {
        Job job = await SaveNew();
        await Store.DisposeAsync();
        await Store.DisposeAsync();

        foreach (Func<Task> action in Everything(job, Cancellation))
            await Fails(MarianneError.StoreClosed, action);
    }

    [Fact]
    public async Task A_cancelled_token_stops_everything_and_nothing_is_written()
    {
        Job job = await SaveNew();
        job.ErrorMessage = "changed";

        foreach (Func<Task> action in Everything(job, new CancellationToken(canceled: true)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(action);

        Job loaded = await Load();
        Assert.Null(loaded.ErrorMessage);
        Assert.Equal(JobStatus.Pending, loaded.Status);
        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
    }

    private static void MakeInvalid(Job job, string property)
    {
        switch (property)
        {
            case "name": job.Name = " "; break;
            case "total": job.TotalSheets = 0; break;
            case "snapshot": job.ConfigSnapshot = "[1]"; break;
            case "status": job.Status = JobStatus.Unknown; break;
            case "category": job.Sheets[0].ErrorCategory = "gremlins"; break;
            case "reason": job.Sheets[0].ExitReason = "gremlins"; break;
            case "mode": job.Sheets[0].ExecutionMode = "gremlins"; break;
            case "outcome": job.Sheets[0].OutcomeCategory = "gremlins"; break;
            case "confidence": job.Sheets[0].ConfidenceScore = 1.01; break;
            case "data": job.Sheets[0].OutcomeData = "{"; break;
        }
    }

    private Func<Task>[] Everything(Job job, CancellationToken token) =>
    [
        () => Store.OpenAsync(false, token).AsTask(),
        () => Store.LoadAsync("nightly", token).AsTask(),
        () => Store.SaveAsync(job, SaveMode.IfUnchanged, token).AsTask(),
        () => Store.DeleteAsync("nightly", token).AsTask(),
        () => Store.ListAsync(JobQuery.All, token).ToListAsync(token).AsTask(),
        () => Store.CountAsync(JobQuery.All, token).AsTask(),
        () => Store.UpdateSheetAsync("nightly", 1, StartHere, token).AsTask(),
        () => Store.UpdateAsync("nightly", new JobUpdate.Pause(), token).AsTask(),
        () => Store.RecordExecutionsAsync([Attempt(1)], token).AsTask(),
        () => Store.ListExecutionsAsync(new ExecutionQuery(), token).ToListAsync(token).AsTask(),
        () => Store.CountExecutionsAsync(new ExecutionQuery(), token).AsTask(),
        () => Store.GetStatisticsAsync("nightly", token).AsTask(),
    ];
}
