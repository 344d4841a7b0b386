using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Learning stores in files of a folder of the test's own.</summary>
public abstract class LearningTestBase : IAsyncLifetime
{
    private readonly List<ILearningStore> _stores = [];

    protected TemporaryFolder Folder { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero));

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string LearningPath => Folder["learning.db"];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (ILearningStore store in _stores)
            await store.DisposeAsync();
        Folder.Dispose();
    }

    protected ILearningStore Open()
    {
        var store = new SqliteLearningStore(LearningPath, Time);
        _stores.Add(store);
        return store;
    }

    /// <summary>A store in a new file.</summary>
    protected async Task<ILearningStore> OpenEmpty()
    {
        ILearningStore store = Open();
        await store.OpenAsync(mustExist: false, Cancellation);
        return store;
    }

    /// <summary>A copy of a database that another implementation wrote.</summary>
    protected string Fixture(string name)
    {
        File.Copy(Fixtures.PathOf(name), LearningPath);
        return LearningPath;
    }

    protected static async Task<LearnedOutcome> Record(ILearningStore store, string job = "nightly", string workspace = "/w")
    {
        var report = new OutcomeReport { SheetId = "1", JobId = job, WorkspacePath = workspace, SuccessWithoutRetry = true };
        return Assert.Single(await store.RecordOutcomesAsync([report], Cancellation));
    }

    protected static async Task<LearnedRecovery> RecordRecovery(ILearningStore store, string code = "E101")
    {
        var recovery = new LearnedRecovery { ErrorCode = code, ActualWait = TimeSpan.FromSeconds(5), Recovered = true };
        return Assert.Single(await store.RecordRecoveriesAsync([recovery], Cancellation));
    }

    protected static async Task<MarianneException> Fails(MarianneError error, Func<Task> action)
    {
        MarianneException exception = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(error, exception.Error);
        Assert.Null(exception.InnerException);
        return exception;
    }
}
