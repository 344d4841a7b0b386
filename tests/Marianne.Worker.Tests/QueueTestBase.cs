using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The base class of tests in which several workers run the sheets of one job.</summary>
public abstract class QueueTestBase : WorkerTestBase
{
    /// <summary>The number of sheets. <c>MARIANNE_TEST_WORKER_SHEETS</c> is another one, for a longer test.</summary>
    private protected static readonly int Sheets =
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_TEST_WORKER_SHEETS"), CultureInfo.InvariantCulture, out int sheets)
            ? sheets
            : 32;

    /// <summary>Asserts that each sheet of the job was finished once, in order, and that no claim is left.</summary>
    private protected async Task AssertCompletedAsync()
    {
        Job job = (await JobsAsync())[0];
        Assert.True(job.Status == JobStatus.Completed, $"{job.Status}: {job.ErrorMessage}");
        Assert.Equal(Sheets, job.Progress.Finished);
        Assert.False(File.Exists(Path.Combine(Workspace, "clash.txt")));

        await using IJobStore store = OpenStore();
        Assert.Empty(await store.ListClaimsAsync("one", Cancellation));
        Execution[] attempts = await store
            .ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue, OldestFirst = true }, Cancellation).ToArrayAsync(Cancellation);
        int[] finished = [.. attempts.Where(attempt => attempt.ExitCode == 0).Select(attempt => attempt.SheetNumber)];
        Assert.Equal(Enumerable.Range(1, Sheets), finished.Order());
        foreach (int number in finished.Where(number => number > 4))
            Assert.True(Array.IndexOf(finished, number - 4) < Array.IndexOf(finished, number), $"{number} ran too early.");
    }

    /// <summary>Starts a worker that runs two sheets at once, until none is left.</summary>
    private protected WorkerProcess StartWorker() => Start("work", "--until-idle", "--parallel", "2");

    private protected static int LinesOf(string file) => File.Exists(file) ? File.ReadAllLines(file).Length : 0;

    /// <summary>Four chains of sheets. Each sheet checks with a lock of the kernel that no other process runs it.</summary>
    private protected Score KillableScore() => ScoreOf(
        [
            .. Enumerable.Range(1, Sheets).Select(number =>
                $"exec 9> lock{number}; flock -n 9 || echo {number} >> clash.txt; sleep 0.1; echo {number} >> done.txt"),
        ]) with
    {
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 8 },
        Retry = new RetryOptions { MaxTakeovers = 50 }, // The tests kill workers more often than sheets would.
        Sheet = new SheetOptions
        {
            Dependencies = Enumerable.Range(5, Sheets - 4).ToDictionary(number => number, number => (IReadOnlyCollection<int>)[number - 4]),
        },
    };

    /// <summary>Creates a score of commands.</summary>
    private protected Score ScoreOf(params string[] commands) => new Score
    {
        Name = "queue",
        Workspace = Workspace,
        Sheets = [.. commands.Select(command => new ScoreSheet { Command = command })],
    }.At(Folder);

    /// <summary>Queues a job.</summary>
    private protected async Task QueueAsync(Score score, string id)
    {
        Directory.CreateDirectory(Home);
        await using IJobStore store = OpenStore();
        await store.SaveAsync(JobDraft.Of(score, TimeProvider.System.GetUtcNow(), id), SaveMode.IfUnchanged, Cancellation);
        await store.QueueAsync(id, 0, Cancellation);
    }
}
