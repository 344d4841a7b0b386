using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A job waits for approval, and the worker lists and answers what waits.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class ApprovalTests : WorkerTestBase
{
    private const string Score = """
        name: release
        workspace: out
        sheets:
          - { name: draft, command: "echo draft >> plan.md" }
          - name: ship
            approval: { message: "Ship it?", show: [plan.md], timeout: 7d, on_deny: retry }
            command: echo "shipped by $MARIANNE_APPROVED_BY after $MARIANNE_DENIAL" > shipped.txt
          - { name: announce, command: cat shipped.txt }
        """;

    [Fact]
    public async Task A_job_ends_with_exit_code_3_until_it_is_approved()
    {
        WriteScore(Score);

        WorkerResult paused = await RunAsync("run", "score.yaml");

        Assert.True(paused.ExitCode == 3, $"{paused}");
        Assert.Contains("Waiting for approval: sheet 2 'ship': Ship it?", paused.Output + paused.Error, StringComparison.Ordinal);
        Assert.Contains("marianne-worker approve or deny", paused.Output + paused.Error, StringComparison.Ordinal);
        string id = (await JobsAsync())[0].Id;
        WorkerResult listed = await RunAsync("approvals");
        Assert.StartsWith($"{id}, sheet 2 'ship': Ship it? ({Path.Combine(Workspace, "plan.md")}) until 20", listed.Output, StringComparison.Ordinal);

        WorkerResult denied = await RunAsync("deny", id, "SHIP", "--message", "Longer");
        Assert.Matches($"^{id}, sheet 2 'ship': Denied by .+@.+ at .+ UTC: Longer\r?\n$", denied.Output);
        Assert.Equal(3, (await RunAsync("run", "score.yaml")).ExitCode);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(Workspace, "plan.md"), Cancellation)).Length);

        Assert.Equal(0, (await RunAsync("approve", id)).ExitCode);
        WorkerResult second = await RunAsync("approve", id, "2");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("is already answered. It was approved by", second.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("run", "score.yaml")).ExitCode);
        Assert.Matches(
            "^shipped by .+@.+ after \n$", await File.ReadAllTextAsync(Path.Combine(Workspace, "shipped.txt"), Cancellation));
        Assert.Empty((await RunAsync("approvals", id)).Output);
    }

    [Fact]
    public async Task What_does_not_wait_is_an_error()
    {
        WriteScore(Score);
        await RunAsync("run", "score.yaml");
        string id = (await JobsAsync())[0].Id;

        Assert.Contains("has no sheet with the name 'none'", (await RunAsync("approve", id, "none")).Error, StringComparison.Ordinal);
        Assert.Contains("does not wait for approval: it is Completed", (await RunAsync("deny", id, "1")).Error, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await RunAsync("approvals", "other")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public Task One_of_two_processes_wins_on_a_file() => RaceAsync();

    [Fact]
    public async Task One_of_two_processes_wins_on_a_server()
    {
        await using PostgresInstance? server = await PostgresInstance.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed");
        Connection = server.ConnectionString;
        await RaceAsync();
    }

    private async Task RaceAsync()
    {
        WriteScore("""
            name: raced
            workspace: out
            sheets: [ { approval: { message: "Go?" } } ]
            """);
        await RunAsync("run", "score.yaml");
        string id = (await JobsAsync())[0].Id;

        WorkerResult[] results = await Task.WhenAll(
            RunAsync("approve", id), RunAsync("deny", id, "1"), RunAsync("approve", id, "1"), RunAsync("deny", id, "1"));

        Assert.Single(results, result => result.ExitCode == 0);
        Assert.All(results.Where(result => result.ExitCode != 0), result => Assert.Matches("already answered|No sheet of the job", result.Error));
        await using IJobStore store = OpenStore();
        Assert.NotNull(Assert.Single(await store.ListApprovalsAsync(new ApprovalQuery { JobId = id }, Cancellation)).AnsweredBy);
    }
}
