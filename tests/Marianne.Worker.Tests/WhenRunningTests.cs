using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A worker finds that another one runs the job.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class WhenRunningTests : WorkerTestBase
{
    private const string Score = """
        name: turn
        workspace: out
        sheets:
          - command: echo 1 >> ran.txt; until test -f go; do sleep 0.02; done
          - command: echo 2 >> ran.txt; test ! -f bad
        retry: { max_retries: 0 }
        """;

    [Fact]
    public async Task Skip_ends_with_exit_code_4()
    {
        using WorkerProcess first = await StartFirstAsync();

        WorkerResult skipped = await RunAsync("run", "score.yaml", "--when-running", "skip");

        Assert.True(skipped.ExitCode == 4, $"{skipped}");
        Assert.Matches("^Skipped: another run runs the job 'turn-[^']+', of which 0 of 2 sheets are done.\r?\n$", skipped.Output);
        Assert.Empty(skipped.Error);
        await CompleteAsync(first);
    }

    [Theory]
    [InlineData(false, 0, new[] { "1", "2" })]
    [InlineData(true, 1, new[] { "1", "2", "2" })] // It resumes the job that failed, and its sheet fails again.
    public async Task Wait_takes_its_turn(bool isBad, int exitCode, string[] ran)
    {
        using WorkerProcess first = await StartFirstAsync();
        using WorkerProcess second = Start("run", "score.yaml", "--when-running", "wait");
        await second.WaitForOutputAsync("waiting", Cancellation);
        if (isBad)
            await File.WriteAllTextAsync(Path.Combine(Workspace, "bad"), "", Cancellation);

        await CompleteAsync(first, exitCode);

        WorkerResult waited = await second.WaitForExitAsync(Cancellation);
        Assert.True(waited.ExitCode == exitCode, $"{waited}");
        Assert.Equal(ran, await File.ReadAllLinesAsync(Path.Combine(Workspace, "ran.txt"), Cancellation));
        Assert.Single(await JobsAsync());
    }

    [Theory]
    [InlineData("error", 1)]
    [InlineData("sometimes", 2)]
    public async Task Error_is_the_default_and_other_words_are_refused(string word, int exitCode)
    {
        using WorkerProcess first = await StartFirstAsync();

        WorkerResult refused = await RunAsync("run", "score.yaml", "--when-running", word);
        WorkerResult byDefault = await RunAsync("run", "score.yaml");

        Assert.True(refused.ExitCode == exitCode, $"{refused}");
        Assert.True(byDefault.ExitCode == 1, $"{byDefault}");
        Assert.Contains("is already being run by the process", byDefault.Error, StringComparison.Ordinal);
        await CompleteAsync(first);
    }

    /// <summary>The exit code 2 would say that nothing was run.</summary>
    [Theory]
    [InlineData("state.db", "removed")]
    [InlineData("jobs/", "removed")]
    [InlineData("state.db", "replaced")]
    [InlineData("jobs/", "replaced")]
    public async Task A_job_or_a_store_that_is_removed_during_the_run_is_a_failure(string store, string what)
    {
        WriteScore(Score);
        string path = Path.Combine(Folder, "store", store);
        using WorkerProcess worker = Start("run", "score.yaml", "--store", path);
        await worker.WaitForFileAsync(Path.Combine(Workspace, "ran.txt"), Cancellation);

        if (what == "removed")
            await RemoveJobAsync(path);
        else
            Directory.Move(Path.Combine(Folder, "store"), Path.Combine(Folder, "elsewhere"));
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.True(result.ExitCode == 1, $"{result}");
        Assert.Contains("its sheets were ended", result.Error, StringComparison.Ordinal);
    }

    private async Task<WorkerProcess> StartFirstAsync()
    {
        WriteScore(Score);
        WorkerProcess first = Start("run", "score.yaml");
        await first.WaitForFileAsync(Path.Combine(Workspace, "ran.txt"), Cancellation);
        return first;
    }

    private async Task CompleteAsync(WorkerProcess first, int exitCode = 0)
    {
        await File.WriteAllTextAsync(Path.Combine(Workspace, "go"), "", Cancellation);
        WorkerResult result = await first.WaitForExitAsync(Cancellation);
        Assert.True(result.ExitCode == exitCode, $"{result}");
    }

    private static async Task RemoveJobAsync(string path)
    {
        await using IJobStore store = OpenStore(path);
        Job job = await store.ListAsync(new JobQuery(), Cancellation).SingleAsync(Cancellation);
        Assert.True(await store.DeleteAsync(job.Id, Cancellation));
    }
}
