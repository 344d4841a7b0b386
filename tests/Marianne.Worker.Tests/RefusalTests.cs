using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>What the worker refuses, before anything is played: with one clear message and the exit code 2.</summary>
[Trait("Category", "Process")]
public sealed class RefusalTests : WorkerTestBase
{
    [Theory]
    [InlineData("See marianne-worker --help.")]
    [InlineData("See marianne-worker --help.", "play", "score.yaml")]
    [InlineData("There is nothing to play: give a score, or the id of a job with --id.", "run")]
    [InlineData("'--bogus'", "run", "score.yaml", "--bogus")]
    [InlineData("--id", "run", "score.yaml", "--id")]
    [InlineData("nowhere.yaml' does not exist. Check the path.", "run", "nowhere.yaml")]
    [InlineData("@nowhere.yaml' does not exist. Check the path.", "run", "@nowhere.yaml")]
    [InlineData("marianne-worker: A path is empty. Name the file.", "run", "")]
    [InlineData("The job 'nobody' does not exist", "run", "--id", "nobody")]
    public async Task Bad_usage(string why, params string[] arguments)
    {
        WorkerResult result = await RunAsync(arguments);

        Assert.True(result.ExitCode == 2, $"{result}");
        Assert.StartsWith("marianne-worker: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task A_bad_score_tells_of_all_its_problems_and_where_they_are()
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
    public async Task A_text_that_is_no_yaml_tells_where()
    {
        WriteScore("name: [bad\nsheets: {\n");

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"score\.yaml' cannot be read at \d+:\d+: ", result.Error);
    }

    [Theory]
    [InlineData("run", "score.yaml")]
    [InlineData("run", "score.yaml", "--plan")]
    public async Task Scripts_are_refused_before_anything_is_played(params string[] arguments)
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
        Assert.Contains("Play it with Invoke-MarianneJob", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace));
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Powershell_data_is_refused()
    {
        WriteScore("@{ name = 'data'; sheets = @(@{ command = 'true' }) }", "score.psd1");

        WorkerResult result = await RunAsync("run", "score.psd1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("PowerShell data, which the worker does not read", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_none_is_an_error_without_a_stack_trace()
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
