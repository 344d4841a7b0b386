using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>The peer's databases give the answers that the peer gives.</summary>
public sealed class PeerDatabaseTests : SqliteTestBase
{
    [Theory]
    [InlineData("state-v4.db")]
    [InlineData("state-v2.db")]
    public async Task A_database_of_the_peer_answers_as_the_peer_does(string name)
    {
        Fixture(name);
        IJobStore store = Open();

        await PeerExpectations.AssertAnswers(store, Cancellation);
        await PeerExpectations.AssertStatistics(store, Cancellation);
        List<Job> jobs = await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(PeerExpectations.ListOrder, jobs.Select(job => job.Id));
    }
}
