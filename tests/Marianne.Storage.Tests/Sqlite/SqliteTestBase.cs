using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Stores in files of a folder of the test's own.</summary>
public abstract class SqliteTestBase : IAsyncLifetime
{
    private readonly List<IJobStore> _stores = [];

    protected TemporaryFolder Folder { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero));

    protected FakeProcessList Processes { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string StatePath => Folder["state.db"];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (IJobStore store in _stores)
            await store.DisposeAsync();
        Folder.Dispose();
    }

    protected IJobStore Open(string? path = null)
    {
        var store = new SqliteJobStore(path ?? StatePath, Time, Processes);
        _stores.Add(store);
        return store;
    }

    /// <summary>A copy of a database that another implementation wrote.</summary>
    protected string Fixture(string name)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "peer", name), StatePath);
        return StatePath;
    }

    protected async Task<Job> SaveNew(IJobStore store, string id = "nightly", int sheets = 3)
    {
        var job = new Job(id, $"Name of {id}", sheets, Time.GetUtcNow());
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    protected static async Task<Job> Load(IJobStore store, string id = "nightly")
    {
        Job? job = await store.LoadAsync(id, Cancellation);
        Assert.NotNull(job);
        return job;
    }

    protected static async Task<MarianneException> Fails(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        Assert.Null(exception.InnerException);
        return exception;
    }
}
