using System.Diagnostics;
using Marianne.Learning;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of processes that record at once: none is rejected, and the counts add up.</summary>
[Trait("Category", "Process")]
public sealed class ConcurrentLearningTests : LearningTestBase
{
    private const int Processes = 10;
    private const int Times = 40;

    [Fact]
    public async Task Ten_processes_record_into_one_new_file()
    {
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(_ => Start())];
        try
        {
            await Task.WhenAll(processes.Select(AssertSuccess));
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }

        ILearningStore store = Open();
        LearningStatistics statistics = await store.GetStatisticsAsync(Cancellation);
        Assert.Equal(2 * Processes * Times, statistics.TotalExecutions);
        Assert.Equal(Processes * Times, statistics.TotalErrorRecoveries);
        Assert.Equal(0.5, statistics.SuccessWithoutRetryRate);
        Assert.Equal(3, statistics.UniqueWorkspaces);
        Assert.Equal(Processes * Times / 2, (await store.GetWaitSamplesAsync("E101", null, Cancellation)).Count);

        using var plain = new PlainSqlite(LearningPath);
        Assert.Equal("ok", plain.Scalar("PRAGMA integrity_check"));
        Assert.Equal(2L * Processes * Times, plain.Scalar("SELECT count(*) FROM executions"));
    }

    private static async Task AssertSuccess(Process process)
    {
        string errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal("", errors);
        Assert.Equal(0, process.ExitCode);
    }

    private Process Start()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Checkpointer.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "record", LearningPath, $"{Times}"])
        {
            RedirectStandardError = true,
        })!;
    }
}
