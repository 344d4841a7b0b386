using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker runs a score, and reports how it ended.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class RunTests : WorkerTestBase
{
    private const string Good = """
        name: good
        workspace: ./out
        instrument: tr a-z A-Z > shouted.txt
        sheets:
          - { name: say, command: 'echo hello; echo hello > said.txt' }
          - { name: shout, prompt: 'hello to {workspace}' }
        """;

    [Fact]
    [Trait("Platform", "Unix")] // Windows does not take the home folder from a variable.
    public async Task A_home_that_begins_with_a_tilde_is_below_the_home_folder_of_the_user()
    {
        WriteScore("{ name: a, workspace: out, sheets: [{ command: echo }] }");
        using var worker = new WorkerProcess(Folder, "~/home", ["run", "score.yaml"], userHome: Folder);
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Single(await JobsAsync());
        Assert.False(Directory.Exists(Path.Combine(Folder, "~")));
    }

    [Fact]
    public async Task Commands_and_prompts_are_run_and_the_exit_code_is_0()
    {
        WriteScore(Good);

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Equal("hello", ReadOutput("said.txt"));
        Assert.StartsWith("HELLO TO ", ReadOutput("shouted.txt"), StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Job job = Assert.Single(await JobsAsync());
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Matches($@"(?m)^Completed: 2 of 2 sheets are done, for \$0\.00\d*\. The job id is {job.Id}\.$", result.Output);
    }

    [Fact]
    public async Task Tags_of_the_score_and_of_the_command_line_are_those_of_the_job()
    {
        WriteScore("{ name: a, workspace: out, tags: [nightly], sheets: [{ command: echo }] }");

        WorkerResult result = await RunAsync("run", "score.yaml", "--tag", "week 7", "--tag", "Nightly");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Equal(["nightly", "week 7"], Assert.Single(await JobsAsync()).Tag);
    }

    [Fact]
    public async Task Each_change_is_a_line_with_the_time_the_sheet_and_the_event()
    {
        WriteScore(Good);

        WorkerResult result = await RunAsync("run", "score.yaml");

        string[] lines = result.Output.Split('\n');
        const string time = @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ";
        Assert.Matches(time + @" {7}  started {6}Running 'good': 2 sheets\.$", lines[0]);
        Assert.Matches(time + @"1 say    started$", lines[1]);
        Assert.Matches(time + @"1 say    completed    in [\d.]+ m?s$", lines[2]);
        Assert.Matches(time + @"2 shout  started$", lines[3]);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task What_sheets_write_is_shown_when_asked_for()
    {
        WriteScore("""
            name: loud
            sheets:
              - command: 'printf "\033[31mred\033[0m\nplain\n"'
            """);

        WorkerResult quiet = await RunAsync("run", "score.yaml");
        WorkerResult verbose = await RunAsync("run", "score.yaml", "--restart", "--verbose");

        Assert.DoesNotContain("plain", quiet.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)1  output       red$", verbose.Output);
        Assert.Matches(@"(?m)1  output       plain$", verbose.Output);
    }

    [Fact]
    public async Task A_failed_job_is_one_error_and_the_exit_code_is_1()
    {
        WriteScore("""
            name: bad
            sheets:
              - command: echo the printer is on fire; exit 3
            retry: { max_retries: 0 }
            """);

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("marianne-worker: The job 'bad-", line, StringComparison.Ordinal);
        Assert.Contains("0 of 1 sheet is done. Sheet 1 failed: ", line, StringComparison.Ordinal);
        Assert.Contains("the printer is on fire", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs/", "jobs/*.json", "The job 'gone-")]
    [InlineData("jobs/", "-r jobs", "The store of the job 'gone-")]
    [InlineData("state.db", "state.db*", "The store of the job 'gone-")]
    public async Task A_job_that_is_removed_while_it_runs_is_an_error_and_the_exit_code_is_1(
        string store, string removed, string expected)
    {
        WriteScore($$"""
            name: gone
            workspace: .
            sheets:
              - command: 'rm {{removed}}'
              - command: echo
            """);

        WorkerResult result = await RunAsync("run", "score.yaml", "--store", store);

        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"marianne-worker: {expected}", line, StringComparison.Ordinal);
        Assert.Contains("was removed while it ran, so its sheets were ended.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--store", " ")]
    [InlineData("--store", ":memory:")]
    [InlineData("--learning", ":MEMORY:")]
    public async Task A_path_that_is_not_one_is_refused(string option, string path)
    {
        WriteScore(Good);

        WorkerResult result = await RunAsync("run", "score.yaml", option, path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("of a store", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Connect-Marianne", result.Error, StringComparison.Ordinal);
        Assert.Equal(["score.yaml"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_stores_can_be_specified()
    {
        WriteScore(Good);

        WorkerResult result = await RunAsync("run", "score.yaml", "--store", "jobs/", "--learning", "learned.db");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "jobs"), "good-*.json"));
        Assert.True(File.Exists(Path.Combine(Folder, "learned.db")));
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task A_completed_job_is_not_run_again_without_restart()
    {
        WriteScore("""
            name: once
            sheets:
              - command: echo ran >> times.txt
            """);
        await RunAsync("run", "score.yaml");
        Job job = Assert.Single(await JobsAsync());

        WorkerResult again = await RunAsync("run", "--id", job.Id);
        string[] afterId = await File.ReadAllLinesAsync(Path.Combine(Folder, "times.txt"), Cancellation);
        WorkerResult restarted = await RunAsync("run", "--id", job.Id, "--restart");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("is already Completed", again.Output, StringComparison.Ordinal);
        Assert.Single(afterId);
        Assert.Equal(0, restarted.ExitCode);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(Folder, "times.txt"), Cancellation)).Length);
        Assert.Equal(2, (await JobsAsync()).Length);
    }

    [Fact]
    public async Task A_score_that_changed_for_a_done_sheet_requires_force()
    {
        WriteScore("name: changing\nsheets:\n  - command: 'true'\n  - command: 'false'\nretry: { max_retries: 0 }\n");
        await RunAsync("run", "score.yaml");
        WriteScore("name: changing\nsheets:\n  - command: 'echo 1'\n  - command: 'true'\nretry: { max_retries: 0 }\n");

        WorkerResult refused = await RunAsync("run", "score.yaml");
        WorkerResult forced = await RunAsync("run", "score.yaml", "--force");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("has changed since its last run", refused.Error, StringComparison.Ordinal);
        Assert.Contains("sheet 1, which is done: changed", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
        Assert.Single(await JobsAsync());
    }
}
