using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Npgsql;

namespace Marianne.Benchmarks;

/// <summary>
/// Measures how long a claim takes on a PostgreSQL server while another program holds a transaction open, so that the rows that claims
/// change cannot be cleaned up. The transaction is one of a database of its own, and the same is measured in turns in another database.
/// </summary>
internal sealed class HeldTransactionBenchmark : IAsyncDisposable
{
    private const int SheetsOfJob = 50;

    private static readonly string[] Databases = ["claims_free", "claims_held"];

    private readonly Worker _worker = Worker.Create(SystemProcessList.Instance.Current, TimeProvider.System.GetUtcNow());
    private readonly IJobStore[] _stores;
    private int _jobs;

    private HeldTransactionBenchmark(string connectionString)
    {
        var jobs = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, Console.WriteLine);
        _stores = [.. Databases.Select(name =>
            jobs.Create(StoreLocation.OfServer(new ServerConnection(Of(connectionString, name)))))];
    }

    /// <summary>Measures for a while, and prints the times of claims.</summary>
    /// <param name="connectionString">The connection string of a server on which databases may be created.</param>
    /// <param name="length">How long the transaction is held open.</param>
    public static async Task RunAsync(string connectionString, TimeSpan length)
    {
        foreach (string name in Databases)
        {
            await ExecuteAsync(connectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)").ConfigureAwait(false);
            await ExecuteAsync(connectionString, $"CREATE DATABASE {name}").ConfigureAwait(false);
        }

        var benchmark = new HeldTransactionBenchmark(connectionString);
        await using (benchmark.ConfigureAwait(false))
            await benchmark.MeasureAsync(Of(connectionString, Databases[1]), length).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IJobStore store in _stores)
            await store.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MeasureAsync(string held, TimeSpan length)
    {
        List<double>[] times = [[], []];
        for (int warmUp = 0; warmUp < 20; warmUp++)
            await MeasureJobsAsync([[], []]).ConfigureAwait(false);

        await using var connection = new NpgsqlConnection(held);
        await connection.OpenAsync().ConfigureAwait(false);
        await using NpgsqlTransaction transaction =
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead).ConfigureAwait(false);
        await using var read = new NpgsqlCommand("SELECT count(*) FROM pg_class", connection, transaction);
        await read.ExecuteScalarAsync().ConfigureAwait(false);
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < length;)
            await MeasureJobsAsync(times).ConfigureAwait(false);

        Console.WriteLine($"{"claims",-28} {"number",8} {"median µs",12} {"p99 µs",12}");
        for (int index = 0; index < times.Length; index++)
        {
            string name = index == 0 ? "without a transaction" : "with a transaction open";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} {times[index].Count,8} {At(times[index], 0.5),12:N0} {At(times[index], 0.99),12:N0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio of p99: {At(times[1], 0.99) / At(times[0], 0.99):N2}"));
    }

    /// <summary>Runs a job in each database, and adds the times of its claims in microseconds.</summary>
    private async Task MeasureJobsAsync(List<double>[] times)
    {
        string id = $"job-{++_jobs}";
        for (int index = 0; index < _stores.Length; index++)
        {
            IJobStore store = _stores[index];
            await store.SaveAsync(TemporaryStore.NewJob(id, SheetsOfJob, SheetStatus.Pending), SaveMode.IfUnchanged, default)
                .ConfigureAwait(false);
            await store.QueueAsync(id, 0, default).ConfigureAwait(false);
            for (int sheet = 0; sheet < SheetsOfJob; sheet++)
            {
                long started = Stopwatch.GetTimestamp();
                GrantedClaim claim = (await store.ClaimSheetsAsync(new SheetClaimRequest(_worker, Ready), default).ConfigureAwait(false))[0];
                times[index].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                foreach (SheetUpdate update in (SheetUpdate[])[new SheetUpdate.Start(null), new SheetUpdate.Complete(SheetResult.Empty)])
                {
                    await store.UpdateSheetAsync(claim.JobId, claim.SheetNumber!.Value, update with { Token = claim.Token }, default)
                        .ConfigureAwait(false);
                }
            }
        }
    }

    private static IReadOnlyList<int> Ready(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsClaimed && sheet.Status == SheetStatus.Pending).Select(sheet => sheet.Number).Take(1)];

    private static double At(List<double> times, double rank) => times.Order().ElementAt((int)(times.Count * rank));

    private static string Of(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
