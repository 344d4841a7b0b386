using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>What the worker rejects before a sheet is run, with one clear message and the exit code 2.</summary>
[Trait("Category", "Process")]
public sealed class RefusalTests : WorkerTestBase
{
    [Theory]
    [InlineData("See marianne-worker --help.")]
    [InlineData("See marianne-worker --help.", "start", "score.yaml")]
    [InlineData("There is nothing to run. Specify a score, or the id of a job with --id.", "run")]
    [InlineData("'--bogus'", "run", "score.yaml", "--bogus")]
    [InlineData("--id", "run", "score.yaml", "--id")]
    [InlineData("nowhere.yaml' does not exist. Check the path.", "run", "nowhere.yaml")]
    [InlineData("@nowhere.yaml' does not exist. Check the path.", "run", "@nowhere.yaml")]
    [InlineData("marianne-worker: A path is empty. Specify a file.", "run", "")]
    [InlineData("The job 'missing' does not exist", "run", "--id", "missing")]
    [InlineData("--grace must be at most 1209600. See marianne-worker work --help.", "work", "--grace", "1209601")]
    [InlineData("--grace must be at most 1209600.", "work", "--grace", "99999999999")]
    public async Task An_invalid_command_line(string expected, params string[] arguments)
    {
        WorkerResult result = await RunAsync(arguments);

        Assert.True(result.ExitCode == 2, $"{result}");
        Assert.StartsWith("marianne-worker: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task A_relative_home()
    {
        WriteScore("{ name: a, sheets: [{ command: echo }] }");
        using var worker = new WorkerProcess(Folder, "m", ["run", "score.yaml"]);
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.True(result.ExitCode == 2, $"{result}");
        Assert.Contains("MARIANNE_HOME is 'm', which is not a full path.", result.Error, StringComparison.Ordinal);
        Assert.Equal(["score.yaml"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task All_problems_of_an_invalid_score_are_reported_with_their_positions()
    {
        WriteScore("""
            name: bad
            sheets:
              - comand: echo hello
              - command: echo hello
                timeout_seconds: -1
            retri: { max_retries: 1 }
            """);

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("score.yaml' has 4 problems", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  3:5 sheets\[0\]: The sheet must have exactly one of", result.Error);
        Assert.Matches(@"(?m)^  3:\d+ sheets\[0\]\.comand: .+Did you mean command\?", result.Error);
        Assert.Matches(@"(?m)^  5:\d+ sheets\[1\]\.timeout_seconds: ", result.Error);
        Assert.Matches(@"(?m)^  6:1 retri: .+Did you mean retry\?", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Invalid_yaml_is_reported_with_its_position()
    {
        WriteScore("name: [bad\nsheets: {\n");

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"score\.yaml' cannot be read at \d+:\d+: ", result.Error);
    }

    [Theory]
    [InlineData("run", "score.yaml")]
    [InlineData("run", "score.yaml", "--plan")]
    public async Task Scripts_are_rejected_before_a_sheet_is_run(params string[] arguments)
    {
        WriteScore("""
            name: mixed
            workspace: ./out
            sheets:
              - { name: first, command: echo hello > said.txt }
              - { name: second, script: Get-Date }
              - { script: ./third.ps1 }
            """);

        WorkerResult result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("PowerShell scripts (sheets 2 second, 3)", result.Error, StringComparison.Ordinal);
        Assert.Contains("Run it in PowerShell with the module Marianne.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace));
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Powershell_data_is_rejected()
    {
        WriteScore("@{ name = 'data'; sheets = @(@{ command = 'true' }) }", "score.psd1");

        WorkerResult result = await RunAsync("run", "score.psd1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("PowerShell data, which the worker cannot read", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_a_store_is_an_error_without_a_stack_trace()
    {
        WriteScore("name: good\nsheets:\n  - command: 'true'\n");
        await File.WriteAllTextAsync(Path.Combine(Folder, "not.db"), new string('x', 5000), Cancellation);

        WorkerResult result = await RunAsync("run", "score.yaml", "--store", "not.db");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("marianne-worker: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("not.db", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
