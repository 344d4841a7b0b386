using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of databases that the Python implementation wrote.</summary>
public sealed class PythonDatabaseTests : SqliteTestBase
{
    [Theory]
    [InlineData("state-v4.db")]
    [InlineData("state-v2.db")]
    public async Task A_database_of_the_Python_implementation_gives_its_answers(string name)
    {
        Fixture(name);
        IJobStore store = Open();

        await PythonAnswers.AssertAnswers(store, Cancellation);
        await PythonAnswers.AssertStatistics(store, Cancellation);
        List<Job> jobs = await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(PythonAnswers.ListOrder, jobs.Select(job => job.Id));
    }
}
