using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>Several workers start one new score at once: one job is created, and each sheet is run once.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class SimultaneousStartTests : WorkerTestBase
{
    /// <summary>The number of rounds. <c>MARIANNE_TEST_STARTS</c> is another one, for a longer test.</summary>
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_TEST_STARTS"), CultureInfo.InvariantCulture, out int rounds)
            ? rounds
            : 10;

    private static string Score(string workspace) => $$"""
        name: race
        workspace: {{workspace}}
        sheets:
          - command: echo 1 >> ran.txt; until test -f go; do sleep 0.02; done
          - command: echo 2 >> ran.txt
        retry: { max_retries: 0 }
        """;

    [Theory]
    [InlineData("state.db")]
    [InlineData("jobs/")]
    public async Task Two_workers_create_one_job(string store)
    {
        WriteScore(Score("out"));
        for (int round = 1; round <= Rounds; round++)
        {
            Directory.CreateDirectory(Workspace);
            string location = Path.Combine(Folder, $"{round}", store);
            await RaceAsync(["--store", location], "score.yaml");
            Assert.Single(await JobsAsync(location));
            Directory.Delete(Workspace, recursive: true);
        }
    }

    [Fact]
    public async Task Two_workers_create_one_job_on_a_server()
    {
        await using PostgresInstance? server = await PostgresInstance.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed");
        Connection = server.ConnectionString;
        WriteScore(Score("out"));
        for (int round = 1; round <= Rounds; round++)
        {
            Directory.CreateDirectory(Workspace);
            await RaceAsync([], "score.yaml");
            Assert.Equal(round, (await JobsAsync()).Length);
            Directory.Delete(Workspace, recursive: true);
        }
    }

    [Fact]
    public async Task A_workspace_is_the_same_through_a_link()
    {
        Directory.CreateDirectory(Workspace);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Workspace);
        WriteScore(Score("out"));
        WriteScore(Score("link"), "linked.yaml");

        string location = Path.Combine(Folder, "state.db");
        await RaceAsync(["--store", location], "linked.yaml");
        Assert.Single(await JobsAsync(location));
    }

    /// <summary>Starts two workers at once. One waits in its first sheet until the other one has ended.</summary>
    private async Task RaceAsync(string[] store, string other)
    {
        using WorkerProcess first = Start(["run", "score.yaml", .. store]);
        using WorkerProcess second = Start(["run", other, .. store]);
        Task<WorkerResult>[] results = [first.WaitForExitAsync(Cancellation), second.WaitForExitAsync(Cancellation)];
        WorkerResult refused = await await Task.WhenAny(results);
        Assert.True(refused.ExitCode == 1, $"{refused}");
        Assert.Contains("is already being run by the process", refused.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(Workspace, "go"), "", Cancellation);
        WorkerResult[] all = await Task.WhenAll(results);
        Assert.Equal([0, 1], all.Select(result => result.ExitCode).Order());
        Assert.Equal(["1", "2"], await File.ReadAllLinesAsync(Path.Combine(Workspace, "ran.txt"), Cancellation));
        Job[] jobs = store is [_, { } location] ? await JobsAsync(location) : await JobsAsync();
        Assert.All(jobs, job => Assert.Equal(JobStatus.Completed, job.Status));
    }

    private static async Task<Job[]> JobsAsync(string location)
    {
        await using IJobStore store = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { })
            .Create(StoreLocation.Of(location));
        return await store.ListAsync(new JobQuery(), Cancellation).ToArrayAsync(Cancellation);
    }
}
