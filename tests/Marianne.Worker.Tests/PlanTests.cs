using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A plan shows what would be run, and changes nothing.</summary>
[Trait("Category", "Process")]
public sealed class PlanTests : WorkerTestBase
{
    private const string Fan = """
        name: fan
        workspace: ./out
        sheets:
          - { name: collect, command: echo 1 }
          - { name: left, command: echo 2 }
          - { name: right, command: echo 3 }
        sheet:
          dependencies: { 2: [1], 3: [1] }
          skip_when_command: { 3: { command: touch skipped } }
        parallel: { enabled: true, max_concurrent: 2 }
        cost_limits: { max_cost_per_job: 2.5 }
        """;

    [Fact]
    public async Task Of_a_new_job()
    {
        WriteScore(Fan);

        WorkerResult result = await RunAsync("run", "score.yaml", "--plan");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Contains("Would run 'fan' in a new job. Nothing was changed.", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  Parallel +2$", result.Output);
        Assert.Matches(@"(?m)^  Limits +\$2\.50 for the job \(\$0\.00 spent\)$", result.Output);
        Assert.Matches(@"(?m)^ +1 +1  collect +command +run$", result.Output);
        Assert.Matches(@"(?m)^ +2 +3  right +command  1 +may be skipped$", result.Output);
        Assert.Equal(["score.yaml"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_a_job_that_would_be_resumed()
    {
        WriteScore("""
            name: half
            workspace: ./out
            sheets:
              - command: 'true'
              - command: 'false'
            retry: { max_retries: 0 }
            """);
        await RunAsync("run", "score.yaml");
        string id = Assert.Single(await JobsAsync()).Id;

        WorkerResult result = await RunAsync("run", "score.yaml", "--plan");

        Assert.Contains($"Would run 'half' in the existing job '{id}'.", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  Sheets +1 of 2 to run$", result.Output);
        Assert.Matches(@"(?m)done$", result.Output);
    }
}
