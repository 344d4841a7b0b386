using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Base class of tests of learning stores in SQLite files.</summary>
public abstract class LearningTestBase : FileTestBase<ILearningStore>
{
    protected LearningTestBase()
        : base("learning.db")
    {
    }

    protected string LearningPath => FilePath;

    protected override ILearningStore CreateStore(string path) => new SqliteLearningStore(path, Time);

    /// <summary>Opens a store in a new file.</summary>
    protected async Task<ILearningStore> OpenEmpty()
    {
        ILearningStore store = Open();
        await store.OpenAsync(mustExist: false, Cancellation);
        return store;
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
}
