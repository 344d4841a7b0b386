using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>
/// Tests of killed and of concurrent processes: everything that a store acknowledged is saved, and the file is intact.
/// </summary>
[Trait("Category", "Process")]
public sealed class CrashTests : IDisposable
{
    private const int Sheets = 1000;

    /// <summary>The checkpoints of a process that is to be killed, however late that is. The kills of a test never use up the sheets.</summary>
    private const int MostCheckpoints = 15;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StatePath => _folder["state.db"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(50)]
    public async Task Every_checkpoint_that_a_killed_process_acknowledged_is_saved(int kills)
    {
        var random = new Random(20260301);
        int acknowledged = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            // The process is killed at a random moment after a random number of checkpoints.
            int last = await RunUntilKilled(checkpoints: random.Next(1, 6), grace: random.Next(0, 3));
            acknowledged = Math.Max(acknowledged, last);

            await using var store = new SqliteJobStore(StatePath, TimeProvider.System, SystemProcessList.Instance);
            Job job = (await store.LoadAsync("crash", Cancellation))!;
            Assert.All(job.Sheets.Take(acknowledged), sheet => Assert.Equal(SheetStatus.Completed, sheet.Status));
            Assert.All(job.Sheets.Take(acknowledged), sheet => Assert.InRange(sheet.AttemptCount, 1, 2));
            Assert.True(job.IsZombie);
            Assert.InRange(
                await store.CountExecutionsAsync(new ExecutionQuery { JobId = "crash" }, Cancellation), acknowledged, Sheets);
            Assert.True(NextSheet.Of(job) > acknowledged);
        }

        using var plain = new PlainSqlite(StatePath);
        Assert.Equal("ok", plain.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Eight_processes_save_different_jobs_to_one_file()
    {
        Process[] processes = [.. Enumerable.Range(1, 8).Select(number => Start($"job-{number}", seconds: 5))];
        try
        {
            int[] counts = await Task.WhenAll(processes.Select(async process =>
            {
                string errors = await process.StandardError.ReadToEndAsync(Cancellation);
                string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
                await process.WaitForExitAsync(Cancellation);
                Assert.Equal("", errors);
                Assert.Equal(0, process.ExitCode);
                return output.Count(character => character == '\n');
            }));

            await using var store = new SqliteJobStore(StatePath, TimeProvider.System, SystemProcessList.Instance);
            for (int number = 1; number <= 8; number++)
            {
                Job job = (await store.LoadAsync($"job-{number}", Cancellation))!;
                Assert.Equal(counts[number - 1], job.Progress.Finished);
                Assert.InRange(job.Progress.Finished, 1, Sheets);
            }
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    /// <summary>Returns the last sheet that the process acknowledged before it was killed.</summary>
    private async Task<int> RunUntilKilled(int checkpoints, int grace)
    {
        using Process process = Start("crash", seconds: 60, MostCheckpoints);
        int last = 0;
        for (int read = 0; read < checkpoints && await process.StandardOutput.ReadLineAsync(Cancellation) is { } line; read++)
            last = int.Parse(line, CultureInfo.InvariantCulture);

        Thread.SpinWait(grace * 50_000);
        process.Kill();
        string rest = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.NotEqual(0, last);
        return rest.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., string final] && rest.EndsWith('\n')
            ? int.Parse(final, CultureInfo.InvariantCulture)
            : last;
    }

    private Process Start(string job, int seconds, int checkpoints = int.MaxValue)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Checkpointer.dll");
        var start = new ProcessStartInfo("dotnet", [program, StatePath, job, $"{Sheets}", $"{seconds}", $"{checkpoints}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
