using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Npgsql;

namespace Marianne.Benchmarks;

/// <summary>
/// Counts the sheets that workers claim, start and complete in a second on a PostgreSQL server: those of any queued job, and those of
/// jobs that each worker has for itself, beside loops that take and complete rows of a plain table with <c>SKIP LOCKED</c>; and in the
/// same loops the claims alone, beside the takes alone. They are measured in turns.
/// </summary>
internal sealed class ClaimBenchmarks : IAsyncDisposable
{
    private const int Jobs = 8;
    private const int SheetsOfJob = 50;
    private const int Rounds = 5;
    private const int WarmUp = 5;
    private const int MostWorkers = 8;

    private readonly NpgsqlDataSource _bare;
    private readonly IJobStore[] _stores;
    private long _taking;
    private int _filled;

    private ClaimBenchmarks(string connectionString)
    {
        _bare = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true });
        var jobs = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, Console.WriteLine);

        // Each worker has connections of its own, as in a process of its own: the name keeps their pools apart.
        _stores = [.. Enumerable.Range(0, MostWorkers).Select(number => jobs.Create(StoreLocation.OfServer(new ServerConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = $"worker{number}" }.ConnectionString,
            schema: "claims"))))];
    }

    /// <summary>Measures some numbers of workers, and prints the medians.</summary>
    /// <param name="connectionString">The connection string of a server that may be written to.</param>
    /// <param name="workers">The numbers; an empty list for 1, 2, 4 and 8.</param>
    public static async Task RunAsync(string connectionString, IReadOnlyList<int> workers)
    {
        var benchmarks = new ClaimBenchmarks(connectionString);
        await using (benchmarks.ConfigureAwait(false))
        {
            await benchmarks.CreateTableAsync().ConfigureAwait(false);
            Console.WriteLine($"""
                The claims alone, beside those of SKIP LOCKED; then sheets that are claimed, started and completed (3 transactions), beside
                rows that are taken and completed (2 transactions).
                {"workers",8} {"claims/s",20} {"SKIP LOCKED/s",22} {"ratio",6} {"sheets/s",20} {"of own jobs/s",20} {"rows/s",22} {"ratio",6}
                """);
            foreach (int count in workers.Count > 0 ? workers : [1, 2, 4, MostWorkers])
                await benchmarks.CompareAsync(count).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IJobStore store in _stores)
            await store.DisposeAsync().ConfigureAwait(false);
        await _bare.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CompareAsync(int workers)
    {
        List<double> claims = [], takes = [], shared = [], own = [], rows = [];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            await FillAsync();
            (double ofClaims, double ofShared) = await RatesAsync(workers, worker => WorkAsync(worker, [null]));
            IReadOnlyList<string> filled = await FillAsync();
            (_, double ofOwn) = await RatesAsync(workers, worker => WorkAsync(worker, filled.Where((_, index) => index % workers == worker)));
            (double ofTakes, double ofRows) = await RatesAsync(workers, _ => TakeRowsAsync());
            if (round < 0)
                continue; // Connections are opened, and code is compiled.

            claims.Add(ofClaims);
            takes.Add(ofTakes);
            shared.Add(ofShared);
            own.Add(ofOwn);
            rows.Add(ofRows);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{workers,8} {Text(claims),20} {Text(takes),22} {Ratio(claims, takes),6:N2} {Text(shared),20} {Text(own),20} {Text(rows),22} "
            + $"{Ratio(shared, rows),6:N2}"));

        static double Ratio(List<double> rates, List<double> bare) => Median(rates) / Median(bare);

        static double Median(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);

        static string Text(List<double> rates) =>
            string.Create(CultureInfo.InvariantCulture, $"{Median(rates):N0} ({rates.Min():N0}-{rates.Max():N0})");
    }

    /// <summary>
    /// Returns the number of claims and of sheets a second, after checking that each was run once. For the claims, the time counts that
    /// all workers spent in them.
    /// </summary>
    private async Task<(double Claims, double Sheets)> RatesAsync(int workers, Func<int, Task<int>> work)
    {
        _taking = 0;
        long started = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        int sum = counts.Sum();
        return sum == Jobs * SheetsOfJob
            ? (sum * workers / Stopwatch.GetElapsedTime(0, _taking).TotalSeconds, sum / elapsed.TotalSeconds)
            : throw new InvalidOperationException($"{sum} of {Jobs * SheetsOfJob} sheets were run.");
    }

    private async Task<T> TimedAsync<T>(Func<ValueTask<T>> take)
    {
        long started = Stopwatch.GetTimestamp();
        T taken = await take();
        Interlocked.Add(ref _taking, Stopwatch.GetTimestamp() - started);
        return taken;
    }

    /// <summary>Claims one sheet after the other until none is left, and returns their number.</summary>
    /// <param name="number">The number of the worker.</param>
    /// <param name="jobIds">The ids of the jobs; <c>null</c> for any that is queued.</param>
    private async Task<int> WorkAsync(int number, IEnumerable<string?> jobIds)
    {
        IJobStore store = _stores[number];
        Worker worker = Worker.Create(SystemProcessList.Instance.Current, TimeProvider.System.GetUtcNow());
        await store.AnnounceAsync(worker, default);
        int count = 0;
        foreach (string? jobId in jobIds)
        {
            var request = new SheetClaimRequest(worker, Ready) { JobId = jobId };
            while (await TimedAsync(() => store.ClaimSheetsAsync(request, default)) is [var claim])
            {
                await UpdateAsync(claim, new SheetUpdate.Start(null) { Token = claim.Token });
                await UpdateAsync(claim, new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token });
                count++;
            }
        }

        await store.WithdrawAsync(worker.Id, default);
        return count;

        async Task UpdateAsync(GrantedClaim claim, SheetUpdate update) =>
            await store.UpdateSheetAsync(claim.JobId, claim.SheetNumber!.Value, update, default);
    }

    private static IReadOnlyList<int> Ready(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsClaimed && sheet.Status == SheetStatus.Pending).Select(sheet => sheet.Number).Take(1)];

    /// <summary>Takes one row after the other until none is left, and returns their number.</summary>
    private async Task<int> TakeRowsAsync()
    {
        int count = 0;
        while (await TimedAsync(TakeRowAsync) is { } id)
        {
            await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
            await using var complete = new NpgsqlCommand(
                "UPDATE claims_bare SET status = 'completed', completed_at = now() WHERE id = $1", connection);
            complete.Parameters.Add(new NpgsqlParameter { Value = id });
            await complete.ExecuteNonQueryAsync();
            count++;
        }

        return count;
    }

    private async ValueTask<long?> TakeRowAsync()
    {
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var select = new NpgsqlCommand(
            "SELECT id FROM claims_bare WHERE status = 'pending' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED", connection, transaction);
        if (await select.ExecuteScalarAsync() is not long id)
            return null;

        await using var update = new NpgsqlCommand(
            "UPDATE claims_bare SET status = 'in_progress', started_at = now() WHERE id = $1", connection, transaction);
        update.Parameters.Add(new NpgsqlParameter { Value = id });
        await update.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return id;
    }

    private Task CreateTableAsync() => ExecuteAsync(
        """
        DROP SCHEMA IF EXISTS claims CASCADE;
        DROP TABLE IF EXISTS claims_bare;
        CREATE TABLE claims_bare (
            id BIGINT PRIMARY KEY, status TEXT NOT NULL, started_at TIMESTAMPTZ, completed_at TIMESTAMPTZ);
        CREATE INDEX ON claims_bare (id) WHERE status = 'pending'
        """);

    /// <summary>Queues jobs and inserts as many rows as they have sheets. Returns the ids of the jobs.</summary>
    private async Task<IReadOnlyList<string>> FillAsync()
    {
        var filled = new List<string>();
        for (int job = 0; job < Jobs; job++)
        {
            string id = $"job-{++_filled}";
            await _stores[0].SaveAsync(TemporaryStore.NewJob(id, SheetsOfJob, SheetStatus.Pending), SaveMode.IfUnchanged, default);
            await _stores[0].QueueAsync(id, 0, default);
            filled.Add(id);
        }

        await ExecuteAsync($"""
            TRUNCATE claims_bare;
            INSERT INTO claims_bare SELECT number, 'pending' FROM generate_series(1, {Jobs * SheetsOfJob}) AS number
            """);
        await ExecuteAsync("VACUUM ANALYZE");
        return filled;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
