using System.Runtime.InteropServices;
using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>Workers in processes of their own run the sheets of queued jobs.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class WorkTests : QueueTestBase
{
    /// <summary>The server restarts after every so many workers that were killed.</summary>
    private const int KillsPerRestart = 3;

    [Fact]
    public async Task A_worker_runs_queued_jobs_until_nothing_is_left()
    {
        await QueueAsync(ScoreOf("echo 1 >> ran.txt", "echo 2 >> ran.txt"), "one");

        WorkerResult result = await RunAsync("work", "--until-idle");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Equal("1\n2", ReadOutput("ran.txt"));
        Assert.Contains("one", result.Output, StringComparison.Ordinal);
        Assert.Matches("one +completed +Completed\\.", result.Output);
        Assert.Equal(JobStatus.Completed, (await JobsAsync())[0].Status);
    }

    [Fact]
    public async Task A_worker_that_is_terminated_gives_its_sheet_back()
    {
        await QueueAsync(ScoreOf("echo $$ > pid; sleep 60; echo done > ran.txt"), "one");
        using WorkerProcess worker = Start("work");
        await worker.WaitForFileAsync(Path.Combine(Workspace, "pid"), Cancellation);

        worker.Signal(PosixSignal.SIGTERM);
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.True(result.ExitCode == 0, $"{result}");
        Job job = (await JobsAsync())[0];
        Assert.Equal((JobStatus.Running, SheetStatus.Pending, 0), (job.Status, job.Sheets[0].Status, job.Sheets[0].AttemptCount));
        await using IJobStore store = OpenStore();
        Assert.Empty(await store.ListClaimsAsync("one", Cancellation));
        Assert.Empty(await store.ListWorkersAsync(Cancellation));
        Assert.False(File.Exists(Path.Combine(Workspace, "ran.txt")));
    }

    [Theory]
    [InlineData("--parallel", "0")]
    [InlineData("--grace", "-1")]
    [InlineData("--parallel", "many")]
    public async Task Invalid_options_are_refused(params string[] options)
    {
        WorkerResult result = await RunAsync(["work", .. options]);
        Assert.True(result.ExitCode == 2, $"{result}");
        Assert.Contains("See marianne-worker work --help.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_JSON_files_cannot_be_shared_by_workers()
    {
        WorkerResult result = await RunAsync("work", "--store", "jobs/");
        Assert.True(result.ExitCode == 2, $"{result}");
    }

    [Fact]
    public Task Workers_that_are_killed_lose_no_sheet_and_run_none_twice() => KillWorkersAsync((_, _) => Task.CompletedTask);

    [Fact]
    public async Task Workers_that_are_killed_lose_no_sheet_and_run_none_twice_on_a_server_that_restarts()
    {
        await using PostgresInstance? server = await PostgresInstance.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed");
        Connection = server.ConnectionString;

        await KillWorkersAsync(async (killed, workers) =>
        {
            if (killed % KillsPerRestart != 0)
                return;

            // A worker that cannot reach the server when it starts ends at once. One that finds nothing left ends, too.
            foreach (WorkerProcess worker in workers)
                await worker.WaitForAsync(async () => worker.HasEnded || await IsAnnouncedAsync(worker), "to the store", Cancellation);
            await server.RestartAsync();
        });
    }

    private async ValueTask<bool> IsAnnouncedAsync(WorkerProcess worker)
    {
        await using IJobStore store = OpenStore();
        return (await store.ListWorkersAsync(Cancellation)).Any(announced => announced.Pid == worker.Id);
    }

    /// <summary>Kills workers. Each sheet checks with a lock of the kernel that no other process runs it.</summary>
    /// <param name="afterKill">Is called with the number of workers that were killed, and with those that run.</param>
    private async Task KillWorkersAsync(Func<int, IReadOnlyList<WorkerProcess>, Task> afterKill)
    {
        await QueueAsync(KillableScore(), "one");
        string done = Path.Combine(Workspace, "done.txt");
        List<WorkerProcess> workers = [.. Enumerable.Range(0, 4).Select(_ => StartWorker())];
        try
        {
            for (int killed = 1; killed <= Sheets / 8; killed++)
            {
                await workers[^1].WaitForAsync(() => LinesOf(done) >= killed * 4, done, Cancellation);
                workers[0].Kill();
                workers[0].Dispose();
                workers.RemoveAt(0);
                workers.Add(StartWorker());
                await afterKill(killed, workers);
            }

            foreach (WorkerProcess worker in workers)
            {
                WorkerResult result = await worker.WaitForExitAsync(Cancellation);
                Assert.True(result.ExitCode == 0, $"{result}");
            }
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        WorkerResult last = await RunAsync("work", "--until-idle"); // The worker that was killed last may have left a sheet.
        Assert.True(last.ExitCode == 0, $"{last}");
        await AssertCompletedAsync();
    }
}
