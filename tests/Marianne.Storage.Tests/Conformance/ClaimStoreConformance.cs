using Marianne.Jobs;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>Tests of claims that every job store must pass.</summary>
public abstract partial class ClaimStoreConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 7, 5, 9, TimeSpan.Zero);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    private IClaimStore? _store;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected FakeProcessList Processes { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IClaimStore Claims => _store ??= (IClaimStore)CreateStore();

    private IJobStore Jobs => (IJobStore)Claims;

    /// <summary>Creates the empty store under test.</summary>
    protected abstract IJobStore CreateStore();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await Jobs.DisposeAsync();
    }

    private async Task SaveAsync(string id = "nightly", int sheets = 3) =>
        await Jobs.SaveAsync(new Job(id, "Name", sheets, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);

    private async Task<Job> LoadAsync(string id = "nightly") => (await Jobs.LoadAsync(id, Cancellation))!;

    private Worker NewWorker(int pid) => Worker.Create(Processes.Start(pid, $"mark-{pid}"), Time.GetUtcNow());

    private async ValueTask<GrantedClaim> ClaimAsync(Worker worker, string id = "nightly") =>
        await Claims.ClaimJobAsync(id, worker, new JobUpdate.Run(worker.Process), Short, Cancellation);

    private async ValueTask<Job> ChangeAsync(JobUpdate update, string id = "nightly") => await Jobs.UpdateAsync(id, update, Cancellation);

    private async ValueTask<SheetUpdateResult> UpdateAsync(int number, SheetUpdate update, string id = "nightly") =>
        await Jobs.UpdateSheetAsync(id, number, update, Cancellation);

    private async ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(
        Worker worker, int count = 1, string? id = null, Func<ClaimableJob, IReadOnlyList<int>>? choose = null) =>
        await Claims.ClaimSheetsAsync(new SheetClaimRequest(worker, choose ?? Ready) { JobId = id, Count = count }, Cancellation);

    private static int[] Ready(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsFinished && !sheet.IsClaimed).Select(sheet => sheet.Number)];

    private static async Task<MarianneException> FailsAsync<T>(MarianneError expected, ValueTask<T> operation)
    {
        MarianneException error = await Assert.ThrowsAsync<MarianneException>(operation.AsTask);
        Assert.Equal(expected, error.Error);
        return error;
    }
}
