using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker runs chosen sheets again, in the same job or in a fork, and gives a run a job of its own.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class RerunTests : WorkerTestBase
{
    private const string Score = """
        name: chain
        workspace: out
        sheets:
          - { name: first, command: echo first >> ran.txt }
          - { name: second, needs: [first], command: echo second >> ran.txt }
          - { name: third, needs: [second], command: echo third >> ran.txt; test ! -f bad }
          - { name: alone, command: echo alone >> ran.txt }
        retry: { max_retries: 0 }
        """;

    [Theory]
    [InlineData(new[] { "second", "third" }, "--from-sheet", "second")]
    [InlineData(new[] { "third", "alone" }, "--sheet", "third", "--sheet", "4")]
    [InlineData(new string[0], "--only", "failed")]
    public async Task Chosen_sheets_of_a_completed_job_run_again(string[] again, params string[] options)
    {
        WriteScore(Score);
        await CompleteAsync("run", "score.yaml");
        string[] before = await RanAsync();

        await CompleteAsync(["run", "score.yaml", .. options]);

        Assert.Equal(again, (await RanAsync())[before.Length..]);
        Assert.Single(await JobsAsync());
    }

    [Fact]
    public async Task A_fork_takes_over_what_is_kept()
    {
        WriteScore(Score);
        await CompleteAsync("run", "score.yaml");
        Job original = (await JobsAsync()).Single();

        await CompleteAsync("run", "--id", original.Id, "--from-sheet", "third", "--fork", "--new-id", "other");

        Job fork = (await JobsAsync()).Single(job => job.Id == "other");
        Assert.Equal(original.Id, fork.ForkedFrom);
        Assert.Equal(["first", "second", "third", "alone", "third"], await RanAsync());
    }

    [Fact]
    public async Task A_run_id_gives_a_run_a_job_of_its_own()
    {
        WriteScore(Score);

        await CompleteAsync("run", "score.yaml", "--run-id", "2026-11-25");
        await CompleteAsync("run", "score.yaml", "--run-id", "2026-11-25");
        await CompleteAsync("run", "score.yaml", "--run-id", "2026-11-26");

        Assert.Equal(["2026-11-25", "2026-11-26"], (await JobsAsync()).Select(job => job.RunId).Order());
        Assert.Equal(8, (await RanAsync()).Length);
    }

    [Theory]
    [InlineData("has no sheet with the name 'fourth'.", "--from-sheet", "fourth")]
    [InlineData("--run-id determines the job of a score", "--run-id", "a", "--restart")]
    [InlineData("It cannot be combined with --from-sheet, --sheet, --only and --fork", "--restart", "--only", "failed")]
    [InlineData("Choose sheets with --from-sheet, --sheet or --only.", "--fork")]
    [InlineData("Add --fork to create that job, or omit --new-id.", "--new-id", "b")]
    [InlineData("'some'", "--only", "some")]
    public async Task What_cannot_run_again_is_refused(string message, params string[] options)
    {
        WriteScore(Score);
        await CompleteAsync("run", "score.yaml");

        WorkerResult refused = await RunAsync(["run", "score.yaml", .. options]);

        Assert.True(refused.ExitCode == 2, $"{refused}");
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await RanAsync()).Length);
    }

    private async Task CompleteAsync(params string[] arguments)
    {
        WorkerResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{result}");
    }

    private Task<string[]> RanAsync() => File.ReadAllLinesAsync(Path.Combine(Workspace, "ran.txt"), Cancellation);
}
