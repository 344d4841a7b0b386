using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The command that shows jobs, where its output is not a terminal.</summary>
[Trait("Category", "Process")]
public sealed class WatchTests : WorkerTestBase
{
    [Fact]
    public async Task The_state_of_a_job_that_has_ended_is_one_line()
    {
        WriteScore("{ name: watched, workspace: out, sheets: [{ command: echo }] }");
        await RunAsync("run", "score.yaml");
        string id = (await JobsAsync())[0].Id;

        WorkerResult result = await RunAsync("watch", "--id", id);

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.EndsWith($"  {id}  Completed: 1 of 1 sheet is done.", result.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty((await RunAsync("watch")).Output);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_an_error()
    {
        WorkerResult result = await RunAsync("watch", "--id", "none");
        Assert.True(result.ExitCode == 2, $"{result}");
        Assert.Contains("The job 'none' does not exist", result.Error, StringComparison.Ordinal);
    }
}
