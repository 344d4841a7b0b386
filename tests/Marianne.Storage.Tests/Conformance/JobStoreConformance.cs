using Marianne.Jobs;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>What every store of jobs must do. Each backend derives from it once and adds only what is its own.</summary>
public abstract partial class JobStoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start =
        new DateTimeOffset(2026, 3, 1, 7, 5, 9, TimeSpan.Zero).AddMicroseconds(123456);

    private IJobStore? _store;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected FakeProcessList Processes { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IJobStore Store => _store ??= CreateStore();

    /// <summary>The store under test, empty.</summary>
    protected abstract IJobStore CreateStore();

    /// <summary>Another store at the same place, as a second process has it.</summary>
    protected abstract IJobStore CreateSecondStore();

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

    protected ValueTask<SheetUpdateResult> Mark(int number, SheetUpdate update, string id = "nightly") =>
        Store.UpdateSheetAsync(id, number, update, Cancellation);

    protected SheetUpdate.Start StartHere => new(Processes.Current);

    protected static SheetUpdate.Complete Complete { get; } = new(SheetResult.Empty);

    protected static async Task<MarianneException> Fails(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        return exception;
    }
}
