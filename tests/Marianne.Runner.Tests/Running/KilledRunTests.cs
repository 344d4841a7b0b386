using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs in other processes that are killed at any moment: no finished sheet runs again, and none is lost.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class KilledRunTests
{
    private const int FewKills = 12;
    private const int Sheets = 40;

    private readonly Random _random = new(20260301);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>MARIANNE_TEST_KILLS sets the number of kills; 100 take some minutes.</summary>
    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_TEST_KILLS"), CultureInfo.InvariantCulture, out int kills)
            ? kills
            : FewKills;

    [Fact]
    public async Task A_job_whose_runner_is_killed_repeatedly_completes_each_sheet_once()
    {
        int left = Kills;
        while (left > 0)
        {
            using var folder = new TemporaryFolder();
            Dictionary<int, Trace> finished = [];
            while (!await IsCompletedAsync(folder))
            {
                left -= await RunAsync(folder.Path, isKilled: left > 0) ? 1 : 0;
                finished = await CheckAsync(folder, finished);
            }

            await CheckEndAsync(folder, finished);
        }
    }

    /// <summary>Runs the job until it is killed. Returns false if the run ended before.</summary>
    private async Task<bool> RunAsync(string folder, bool isKilled)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Checkpointer.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "run", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        int changes = isKilled ? _random.Next(1, 30) : int.MaxValue;
        while (changes-- > 0 && await process.StandardOutput.ReadLineAsync(Cancellation) is not null)
        {
        }

        if (isKilled)
        {
            Thread.SpinWait(_random.Next(0, 200_000));
            process.Kill();
        }

        await process.WaitForExitAsync(Cancellation);
        string written = await errors;
        Assert.True(written.Length == 0, written);
        return process.ExitCode != 0;
    }

    /// <summary>Asserts that finished sheets are unchanged. Returns the sheets that are finished now.</summary>
    private static async Task<Dictionary<int, Trace>> CheckAsync(TemporaryFolder folder, Dictionary<int, Trace> finished)
    {
        Dictionary<int, int> lines = LinesOf(folder);
        await using var jobs = new SqliteJobStore(folder["state.db"], TimeProvider.System, SystemProcessList.Instance);
        Job? job = await jobs.ListAsync(JobQuery.All, Cancellation).SingleOrDefaultAsync(Cancellation);
        Dictionary<int, Trace> now = (job?.Sheets ?? Enumerable.Empty<Sheet>())
            .Where(sheet => sheet.Status == SheetStatus.Completed)
            .ToDictionary(sheet => sheet.Number, sheet => new Trace(sheet.AttemptCount, sheet.CompletedAt, lines[sheet.Number]));
        Assert.All(finished, sheet => Assert.Equal(sheet.Value, now[sheet.Key]));
        return now;
    }

    private static async Task<bool> IsCompletedAsync(TemporaryFolder folder)
    {
        await using var jobs = new SqliteJobStore(folder["state.db"], TimeProvider.System, SystemProcessList.Instance);
        return await jobs.CountAsync(new JobQuery { Statuses = [JobStatus.Completed] }, Cancellation) > 0;
    }

    private static async Task CheckEndAsync(TemporaryFolder folder, Dictionary<int, Trace> finished)
    {
        int[] all = [.. Enumerable.Range(1, Sheets)];
        Assert.Equal(all, finished.Keys.Order());
        Assert.Equal(all, LinesOf(folder).Keys.Order());

        await using var jobs = new SqliteJobStore(folder["state.db"], TimeProvider.System, SystemProcessList.Instance);
        Job job = await jobs.ListAsync(JobQuery.All, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(JobStatus.Completed, job.Status);
        List<Execution> history = await jobs
            .ListExecutionsAsync(new ExecutionQuery { JobId = job.Id, First = long.MaxValue }, Cancellation)
            .ToListAsync(Cancellation);
        Assert.Equal(all, history.Where(attempt => attempt.ExitCode == 0).Select(attempt => attempt.SheetNumber).Order());

        await using var learning = new SqliteLearningStore(folder["learning.db"], TimeProvider.System);
        List<LearnedOutcome> outcomes =
            await learning.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation);
        int[] recorded = [.. outcomes.Select(outcome => outcome.SheetNumber).Order()];
        Assert.Equal(all, recorded);
        Assert.Single(await jobs.ListHistoriesAsync(job.Id, Cancellation));

        using var plain = new PlainSqlite(folder["state.db"]);
        Assert.Equal("ok", plain.Scalar("PRAGMA integrity_check"));
    }

    /// <summary>Returns how often each sheet wrote its line.</summary>
    private static Dictionary<int, int> LinesOf(TemporaryFolder folder) => File.Exists(folder["lines.txt"])
        ? File.ReadAllLines(folder["lines.txt"])
            .CountBy(line => int.Parse(line, CultureInfo.InvariantCulture)).ToDictionary(line => line.Key, line => line.Value)
        : [];

    /// <summary>Returns the values that must not change of a finished sheet.</summary>
    private sealed record Trace(int Attempts, DateTimeOffset? CompletedAt, int Lines);
}
