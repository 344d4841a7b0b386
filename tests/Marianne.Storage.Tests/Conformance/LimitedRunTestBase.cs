using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>
/// Five processes run jobs of ten sheets under a limit of two, and are killed at random: the instrument never has three users, by its own
/// count, and each job completes.
/// </summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public abstract class LimitedRunTestBase : IDisposable
{
    private const int Jobs = 5;
    private const int Sheets = 10;
    private const int FewKills = 5;

    private readonly Random _random = new(20261126);
    private int _kills = Kills;

    protected TemporaryFolder Folder { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary><c>MARIANNE_TEST_KILLS</c> sets the number of kills; 100 take some minutes.</summary>
    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_TEST_KILLS"), CultureInfo.InvariantCulture, out int kills)
            ? kills
            : FewKills;

    /// <summary>Creates the learning store that the processes share.</summary>
    protected abstract Task<ILearningStore> CreateStoreAsync();

    /// <summary>The connection string of the learning store on a server, or <c>null</c>, and its schema.</summary>
    protected abstract (string? ConnectionString, string Schema) Server { get; }

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Folder.Dispose();
    }

    [Fact]
    public async Task The_instrument_never_has_more_users_than_its_limit_allows()
    {
        await using ILearningStore store = await CreateStoreAsync();
        await store.UpdateLimitAsync(
            "instrument", _ => new SheetLimit { Name = "instrument", Concurrent = 2, PerHour = 10_000 }, Cancellation);

        await Task.WhenAll(Enumerable.Range(1, Jobs).Select(CompleteAsync));

        Assert.False(File.Exists(Folder["third.txt"]), "The instrument had three users at once.");
        foreach (int job in Enumerable.Range(1, Jobs))
        {
            IEnumerable<int> done = File.ReadLines(Folder[$"done-{job}.txt"])
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Distinct().Order();
            Assert.Equal(Enumerable.Range(1, Sheets), done);
        }

        SheetLimit limit = Assert.Single(await store.ListLimitsAsync(
            holder => ProcessState.Dead, Cancellation)); // All processes have ended.
        Assert.Equal((0, 0), (limit.InUse, limit.Waiting));
        Assert.InRange(limit.StartedLastHour, Jobs * Sheets, long.MaxValue);
    }

    /// <summary>Runs a job until it is complete, however often its process is killed.</summary>
    private async Task CompleteAsync(int job)
    {
        int exitCode;
        do
        {
            exitCode = await RunAsync(job);
        }
        while (exitCode != 0);
    }

    private async Task<int> RunAsync(int job)
    {
        (string? connectionString, string schema) = Server;
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Checkpointer.dll"), "limited", Folder.Path, $"{job}", schema])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MARIANNE_TEST_LEARNING"] = connectionString ?? "";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        bool isKilled = Interlocked.Decrement(ref _kills) >= 0;
        int changes = isKilled ? RandomChanges() : int.MaxValue;
        while (changes-- > 0 && await process.StandardOutput.ReadLineAsync(Cancellation) is not null)
        {
        }

        if (isKilled)
            process.Kill();
        await process.WaitForExitAsync(Cancellation);
        string written = await errors;
        Assert.True(process.ExitCode is 0 || isKilled, $"{process.ExitCode}: {written}");
        Assert.DoesNotContain("learning store", written, StringComparison.Ordinal);
        return process.ExitCode;
    }

    private int RandomChanges()
    {
        lock (_random)
            return _random.Next(2, 20);
    }
}
