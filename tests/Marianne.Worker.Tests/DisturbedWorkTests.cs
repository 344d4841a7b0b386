using Marianne.Jobs;
using Marianne.Testing;
using Marianne.Testing.Faults;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>Workers that cannot reach their store, or that do not run for a while.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public sealed class DisturbedWorkTests : QueueTestBase
{
    private static readonly ServerFault[] Faults =
        [ServerFault.Close, ServerFault.CutAnswer, ServerFault.Refuse("57P01"), ServerFault.Refuse("40001")];

    [Fact]
    public async Task Workers_whose_requests_are_disturbed_run_each_sheet_once()
    {
        await using PostgresInstance? server = await PostgresInstance.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed");
        Connection = server.ConnectionString;
        await QueueAsync(KillableScore(), "one");
        await using var proxy = new PostgresProxy(server.Port);
        Connection = server.ConnectionString.Replace($"Port={server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);
        string done = Path.Combine(Workspace, "done.txt");

        WorkerProcess[] workers = [.. Enumerable.Range(0, 3).Select(_ => StartWorker())];
        int disturbed = 0;
        try
        {
            for (int round = 0; round < Sheets / 2; round++)
            {
                await workers[0].WaitForAsync(() => LinesOf(done) > round, done, Cancellation);
                proxy.Arm(Faults[round % Faults.Length], request: 1 + (round * 7 % 23));
                await workers[0].WaitForAsync(() => proxy.Faults == 1 || LinesOf(done) >= Sheets, "a request", Cancellation);
                disturbed += proxy.Faults;
            }

            foreach (WorkerProcess worker in workers)
            {
                WorkerResult result = await worker.WaitForExitAsync(Cancellation);
                Assert.True(result.ExitCode == 0, $"{result}");
            }
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }

        Assert.InRange(disturbed, Faults.Length, Sheets);
        Connection = server.ConnectionString;
        await AssertCompletedAsync();
    }

    [Fact]
    public async Task A_worker_that_stands_still_loses_its_sheet_after_its_lease_and_writes_nothing_more()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MARIANNE_TEST_LEASES") == "all", "MARIANNE_TEST_LEASES=all runs it");
        await QueueAsync(ScoreOf("if [ -e first ]; then echo $$ > second; else echo $$ > first; sleep 600; fi; echo $$ >> done.txt"), "one");
        using WorkerProcess stopped = StartWorker();
        await stopped.WaitForFileAsync(Path.Combine(Workspace, "first"), Cancellation);
        stopped.Stop();

        using WorkerProcess other = StartWorker();
        await other.WaitForFileAsync(Path.Combine(Workspace, "second"), Cancellation);
        Assert.False(Runs(ReadOutput("first")), "The command of the stopped worker still runs.");
        stopped.Continue();
        WorkerResult result = await other.WaitForExitAsync(Cancellation);
        Assert.True(result.ExitCode == 0, $"{result}");
        await stopped.WaitForExitAsync(Cancellation);

        Assert.Equal(ReadOutput("second"), ReadOutput("done.txt"));
        Sheet sheet = (await JobsAsync())[0].Sheets[0];
        Assert.Equal((SheetStatus.Completed, 0), (sheet.Status, sheet.ExitCode));
        await using IJobStore store = OpenStore();
        Assert.Empty(await store.ListClaimsAsync("one", Cancellation));
    }

    /// <summary>Determines whether a process runs. One that has ended stays a zombie while its parent stands still.</summary>
    private static bool Runs(string pid) =>
        Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
}
