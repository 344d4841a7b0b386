using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Base class of tests with a schema of their own on a PostgreSQL server.</summary>
public abstract class PostgresTestBase : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _stores = [];
    private PostgresTestSchema? _schema;

    private protected PostgresTestSchema Schema => _schema!;

    protected FakeTimeProvider Time { get; } = new(TestJobs.Now);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _schema = await PostgresTestSchema.CreateAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (IAsyncDisposable store in _stores)
            await store.DisposeAsync();
        if (_schema is not null)
            await _schema.DisposeAsync();
    }

    private protected IJobStore Open(PostgresDatabase? database = null) =>
        Keep(new PostgresJobStore(database ?? Schema.Database(), Time, new FakeProcessList()));

    private protected T Keep<T>(T store)
        where T : IAsyncDisposable
    {
        _stores.Add(store);
        return store;
    }

    private protected static Job NewJob(string id = "nightly") => new(id, id, 3, TestJobs.Now);
}
