using Marianne.Jobs;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>Tests that every job store must pass. Each kind of store derives from it and adds its own tests.</summary>
public abstract partial class JobStoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start =
        new DateTimeOffset(2026, 3, 1, 7, 5, 9, TimeSpan.Zero).AddMicroseconds(123456);

    private IJobStore? _store;
    private object? _gate;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected FakeProcessList Processes { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IJobStore Store => LazyInitializer.EnsureInitialized(ref _store, ref _gate, CreateStore);

    /// <summary>Creates the empty store under test.</summary>
    protected abstract IJobStore CreateStore();

    /// <summary>Creates another store at the same location, as a second process would.</summary>
    protected abstract IJobStore CreateSecondStore();

    /// <summary>Creates another store at the same location, which can wait for the others.</summary>
    protected virtual IJobStore CreateContender() => CreateSecondStore();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await _store.DisposeAsync();
    }

    protected Job NewJob(string id = "nightly", int sheets = 3, string? name = null) =>
        new(id, name ?? $"Name of {id}", sheets, Time.GetUtcNow());

    protected async Task<Job> SaveNew(string id = "nightly", int sheets = 3, Action<Job>? change = null)
    {
        Job job = NewJob(id, sheets);
        change?.Invoke(job);
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    protected async Task<Job> Load(string id = "nightly")
    {
        Job? job = await Store.LoadAsync(id, Cancellation);
        Assert.NotNull(job);
        return job;
    }

    protected async Task<List<Job>> List(JobQuery? query = null) =>
        await Store.ListAsync(query ?? JobQuery.All, Cancellation).ToListAsync(Cancellation);

    protected async Task<List<string>> ListIds(JobQuery? query = null) => [.. (await List(query)).Select(job => job.Id)];

    protected ValueTask<SheetUpdateResult> UpdateSheet(int number, SheetUpdate update, string id = "nightly") =>
        Store.UpdateSheetAsync(id, number, update, Cancellation);

    protected SheetUpdate.Start StartHere => new(Processes.Current);

    protected static SheetUpdate.Complete Complete { get; } = new(SheetResult.Empty);
}
