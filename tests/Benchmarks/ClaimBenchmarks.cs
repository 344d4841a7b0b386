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
/// jobs that each worker has for itself, beside loops that take and complete rows of a plain table with <c>SKIP LOCKED</c>; and the
/// claims alone, beside the takes alone: each worker claims some sheets, and they are started and completed while no time is taken. They
/// are measured in turns. Before the first one, all of them take as many turns that do not count, until their code is compiled. In each
/// turn, the first claims and the first takes are not timed: the tables were just filled and analyzed, and the server plans their
/// statements again.
/// </summary>
internal sealed class ClaimBenchmarks : IAsyncDisposable
{
    private const int Jobs = 8;
    private const int SheetsOfJob = 50;
    private const int SheetsAtOnce = 5;
    private const int Rounds = 9;
    private const int WarmUp = 20;
    private const int MostWorkers = 8;
    private const int All = Jobs * SheetsOfJob;

    private readonly NpgsqlDataSource _bare;
    private readonly IJobStore[] _stores;

    private readonly Worker[] _workers =
    [
        .. Enumerable.Range(0, MostWorkers)
            .Select(_ => Worker.Create(SystemProcessList.Instance.Current, TimeProvider.System.GetUtcNow())),
    ];

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
            for (int turn = 0; turn < WarmUp; turn++)
                await benchmarks.MeasureAsync(MostWorkers).ConfigureAwait(false);
            Console.WriteLine($"""
                The claims alone, {SheetsAtOnce} by each worker before they are completed, beside rows that are taken with SKIP LOCKED; then
                sheets that are claimed, started and completed (3 transactions), beside rows that are taken and completed (2 transactions).
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
        List<double>[] rates = [claims, shared, own, takes, rows];
        for (int round = 0; round < Rounds; round++)
        {
            double[] measured = await MeasureAsync(workers);
            for (int index = 0; index < rates.Length; index++)
                rates[index].Add(measured[index]);
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

    /// <summary>Takes a turn of each, and returns the rates of claims, of sheets, of those of own jobs, of takes and of rows.</summary>
    private async Task<double[]> MeasureAsync(int workers) =>
    [
        await RateOfTakingAsync(workers, worker => ClaimAsync(worker, null), CompleteAsync),
        await RateAsync(workers, (worker, _) => WorkAsync(worker, [null])),
        await RateAsync(workers, (worker, ids) => WorkAsync(worker, ids.Where((_, index) => index % workers == worker))),
        await RateOfTakingAsync(workers, _ => TakeRowAsync(), (_, id) => CompleteRowAsync(id!.Value)),
        await RateAsync(workers, (_, _) => WorkOnRowsAsync()),
    ];

    /// <summary>Returns the number of sheets or rows a second, after checking that each was taken once.</summary>
    /// <param name="workers">The number of workers.</param>
    /// <param name="work">Takes and completes until none is left, and returns their number.</param>
    private async Task<double> RateAsync(int workers, Func<int, IReadOnlyList<string>, Task<int>> work)
    {
        IReadOnlyList<string> jobIds = await FillAsync(workers);
        long started = Stopwatch.GetTimestamp();
        int[] counts = await OfAllAsync(workers, worker => work(worker, jobIds));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return counts.Sum() == All ? All / elapsed.TotalSeconds : throw NotOnce(counts.Sum());
    }

    /// <summary>
    /// Returns the number of sheets or rows a second that are taken, without the first ones. The time in which they are completed does not
    /// count.
    /// </summary>
    /// <param name="workers">The number of workers.</param>
    /// <param name="take">Takes one, or returns <c>null</c> if none is left.</param>
    /// <param name="complete">Completes one.</param>
    private async Task<double> RateOfTakingAsync<T>(int workers, Func<int, Task<T>> take, Func<int, T, Task> complete)
    {
        await FillAsync(workers);
        int together = workers * SheetsAtOnce;
        TimeSpan elapsed = default;
        for (int count = 0; count < All; count += together)
        {
            long started = Stopwatch.GetTimestamp();
            List<T>[] taken = await OfAllAsync(workers, TakeAsync);
            if (count > 0)
                elapsed += Stopwatch.GetElapsedTime(started);
            await OfAllAsync(workers, worker => CompleteAllAsync(worker, taken[worker]));
        }

        return (All - together) / elapsed.TotalSeconds;

        async Task<List<T>> TakeAsync(int worker)
        {
            List<T> taken = [];
            while (taken.Count < SheetsAtOnce)
                taken.Add(await take(worker) ?? throw NotOnce(taken.Count));
            return taken;
        }

        async Task<int> CompleteAllAsync(int worker, List<T> taken)
        {
            foreach (T one in taken)
                await complete(worker, one);
            return taken.Count;
        }
    }

    private static Task<T[]> OfAllAsync<T>(int workers, Func<int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));

    private static InvalidOperationException NotOnce(int count) => new($"{count} of {All} sheets were run.");

    /// <summary>Works on one sheet after the other until none is left, and returns their number.</summary>
    /// <param name="worker">The number of the worker.</param>
    /// <param name="jobIds">The ids of the jobs; <c>null</c> for any that is queued.</param>
    private async Task<int> WorkAsync(int worker, IEnumerable<string?> jobIds)
    {
        int count = 0;
        foreach (string? jobId in jobIds)
        {
            while (await ClaimAsync(worker, jobId) is { } claim)
            {
                await CompleteAsync(worker, claim);
                count++;
            }
        }

        return count;
    }

    private async Task<GrantedClaim?> ClaimAsync(int worker, string? jobId)
    {
        var request = new SheetClaimRequest(_workers[worker], Ready) { JobId = jobId };
        return await _stores[worker].ClaimSheetsAsync(request, default) is [var claim] ? claim : null;
    }

    private static IReadOnlyList<int> Ready(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsClaimed && sheet.Status == SheetStatus.Pending).Select(sheet => sheet.Number).Take(1)];

    private async Task CompleteAsync(int worker, GrantedClaim? claim)
    {
        SheetUpdate[] updates =
        [
            new SheetUpdate.Start(null) { Token = claim!.Token }, new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token },
        ];
        foreach (SheetUpdate update in updates)
            await _stores[worker].UpdateSheetAsync(claim.JobId, claim.SheetNumber!.Value, update, default);
    }

    /// <summary>Takes and completes one row after the other until none is left, and returns their number.</summary>
    private async Task<int> WorkOnRowsAsync()
    {
        int count = 0;
        for (; await TakeRowAsync() is { } id; count++)
            await CompleteRowAsync(id);
        return count;
    }

    private async Task<long?> TakeRowAsync()
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

    private async Task CompleteRowAsync(long id)
    {
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await using var complete = new NpgsqlCommand(
            "UPDATE claims_bare SET status = 'completed', completed_at = now() WHERE id = $1", connection);
        complete.Parameters.Add(new NpgsqlParameter { Value = id });
        await complete.ExecuteNonQueryAsync();
    }

    private Task CreateTableAsync() => ExecuteAsync(
        """
        DROP SCHEMA IF EXISTS claims CASCADE;
        DROP TABLE IF EXISTS claims_bare;
        CREATE TABLE claims_bare (
            id BIGINT PRIMARY KEY, status TEXT NOT NULL, started_at TIMESTAMPTZ, completed_at TIMESTAMPTZ);
        CREATE INDEX ON claims_bare (id) WHERE status = 'pending'
        """);

    /// <summary>
    /// Announces workers, queues jobs and inserts as many rows as they have sheets. Returns the ids of the jobs. The claims and the queued
    /// jobs of the turns before are gone.
    /// </summary>
    private async Task<IReadOnlyList<string>> FillAsync(int workers)
    {
        foreach (Worker worker in _workers)
            await _stores[0].WithdrawAsync(worker.Id, default);
        await ExecuteAsync("DELETE FROM claims.marianne_queue");
        for (int worker = 0; worker < workers; worker++)
            await _stores[worker].AnnounceAsync(_workers[worker], default);
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
            INSERT INTO claims_bare SELECT number, 'pending' FROM generate_series(1, {All}) AS number
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
