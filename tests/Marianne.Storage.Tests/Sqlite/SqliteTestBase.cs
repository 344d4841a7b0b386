using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Base class of tests of job stores in SQLite files.</summary>
public abstract class SqliteTestBase : FileTestBase<IJobStore>
{
    protected SqliteTestBase()
        : base("state.db")
    {
    }

    protected FakeProcessList Processes { get; } = new();

    protected string StatePath => FilePath;

    protected override IJobStore CreateStore(string path) => new SqliteJobStore(path, Time, Processes);

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
}
