using Marianne.Jobs;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>Tests of claims that every job store must pass.</summary>
public abstract partial class ClaimStoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 7, 5, 9, TimeSpan.Zero);
    protected static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    private IJobStore? _store;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected FakeProcessList Processes { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IJobStore Jobs => _store ??= CreateStore();

    protected IClaimStore Claims => Jobs;

    /// <summary>Creates the empty store under test.</summary>
    protected abstract IJobStore CreateStore();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await Jobs.DisposeAsync();
    }

    protected async Task SaveAsync(string id = "nightly", int sheets = 3) =>
        await Jobs.SaveAsync(new Job(id, "Name", sheets, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);

    protected async Task<Job> LoadAsync(string id = "nightly") => (await Jobs.LoadAsync(id, Cancellation))!;

    protected Worker NewWorker(int pid) => Worker.Create(Processes.Start(pid, $"mark-{pid}"), Time.GetUtcNow());

    protected async ValueTask<GrantedClaim> ClaimAsync(Worker worker, string id = "nightly") =>
        await Claims.ClaimJobAsync(id, worker, new JobUpdate.Run(worker.Process), HalfMinute, Cancellation);

    protected async ValueTask<Job> ChangeAsync(JobUpdate update, string id = "nightly") => await Jobs.UpdateAsync(id, update, Cancellation);

    protected async ValueTask<SheetUpdateResult> UpdateAsync(int number, SheetUpdate update, string id = "nightly") =>
        await Jobs.UpdateSheetAsync(id, number, update, Cancellation);

    protected async ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(
        Worker worker, int count = 1, string? id = null, Func<ClaimableJob, IReadOnlyList<int>>? choose = null) =>
        await Claims.ClaimSheetsAsync(new SheetClaimRequest(worker, choose ?? Ready) { JobId = id, Count = count }, Cancellation);

    protected static int[] Ready(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsFinished && !sheet.IsClaimed).Select(sheet => sheet.Number)];

    protected static async Task<MarianneException> FailsAsync<T>(MarianneError expected, ValueTask<T> operation)
    {
        MarianneException error = await Assert.ThrowsAsync<MarianneException>(operation.AsTask);
        Assert.Equal(expected, error.Error);
        return error;
    }
}
