using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>marianne_workers</c>: the processes that have claims, or wait for work.</summary>
/// <param name="clock">The clock of leases.</param>
internal sealed class WorkerTable(LeaseClock clock)
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_workers";

    /// <summary>The separator of what a worker can run. No name of an instrument has it.</summary>
    private const char Separator = ' ';

    private const string HasClaims = $"EXISTS (SELECT 1 FROM main.{ClaimTable.Name} AS claim WHERE claim.worker_id = {Name}.id)";

    /// <summary>The time in microseconds after which a worker that takes a claim is noted as seen again.</summary>
    private static readonly long SeenAgain = LeaseClock.Microseconds(Lease.RenewalInterval);

    /// <summary>The ids of the workers that were announced by this process, and are announced again from time to time.</summary>
    private readonly ConcurrentDictionary<string, bool> _announced = new(StringComparer.Ordinal);

    /// <summary>The ids of the other workers of this process that took a claim.</summary>
    private readonly ConcurrentDictionary<string, bool> _claiming = new(StringComparer.Ordinal);

    /// <summary>Writes a worker as one that works now, and removes those that have been gone for a day and have no claims.</summary>
    public async ValueTask AnnounceAsync(SqlSession session, Worker worker)
    {
        await WriteAsync(session, worker, "TRUE", "can_run = excluded.can_run, last_seen = excluded.last_seen").ConfigureAwait(false);
        await RemoveGoneAsync(session).ConfigureAwait(false);
    }

    /// <summary>Remembers that the announcement of a worker was committed.</summary>
    public void Remember(Worker worker) => _announced[worker.Id] = true;

    /// <summary>
    /// Writes a worker that takes a claim, unless it was announced. Its first claim also removes others that have been gone for a day.
    /// </summary>
    public async ValueTask EnsureAsync(SqlSession session, Worker worker)
    {
        if (_announced.ContainsKey(worker.Id))
            return;

        // To look first is faster. A row that may be old enough to be removed is written, so that it is locked.
        string wasNotSeen =
            $"NOT EXISTS (SELECT 1 FROM main.{Name} WHERE id = @1 AND last_seen > {LeaseClock.Sql(session.Dialect, "@7")} - {SeenAgain})";
        await WriteAsync(session, worker, wasNotSeen, "last_seen = excluded.last_seen").ConfigureAwait(false);
        if (_claiming.TryAdd(worker.Id, true))
            await RemoveGoneAsync(session).ConfigureAwait(false);
    }

    /// <summary>Notes that a worker has just renewed its claims, unless it is announced from time to time.</summary>
    public async ValueTask SeeAsync(SqlSession session, string workerId)
    {
        if (_announced.ContainsKey(workerId))
            return;

        await session.PostAsync(
            $"UPDATE main.{Name} SET last_seen = {LeaseClock.Sql(session.Dialect, "@2")} WHERE id = @1",
            workerId,
            Now(session.Dialect)).ConfigureAwait(false);
    }

    /// <summary>Removes a worker.</summary>
    public async ValueTask RemoveAsync(SqlSession session, string workerId)
    {
        _announced.TryRemove(workerId, out _);
        await session.PostAsync($"DELETE FROM main.{Name} WHERE id = @1", workerId).ConfigureAwait(false);
    }

    /// <summary>
    /// Lists the workers that have claims or wait for work, those that were seen last first. The row of a run or session without claims
    /// stays for its next claim: another transaction, which cannot be seen yet, may just be taking that.
    /// </summary>
    public async ValueTask<IReadOnlyList<Worker>> ListAsync(SqlSession session) => !session.HasTable(Name) ? [] : await session.ListAsync(
        $"""
        SELECT id, pid, host, start_mark, can_run, since, last_seen, {session.Dialect.Clock} FROM main.{Name}
        WHERE can_run <> '' OR {HasClaims} ORDER BY last_seen DESC, id
        """,
        rows => Read(session, rows)).ConfigureAwait(false);

    private async ValueTask RemoveGoneAsync(SqlSession session) => await session.PostAsync(
        $"""
        DELETE FROM main.{Name} WHERE last_seen < {LeaseClock.Sql(session.Dialect, "@1")} - CAST(@2 AS BIGINT) AND NOT {HasClaims}
        """,
        Now(session.Dialect),
        LeaseClock.Microseconds(TimeSpan.FromDays(1))).ConfigureAwait(false);

    private Worker Read(SqlSession session, RowReader rows)
    {
        string id = rows.Next(column => column.Raw());
        int pid = (int)rows.Next(column => column.Int64());
        string host = rows.Next(column => column.Raw());
        var process = new RunnerProcess(pid, host, rows.Next(column => column.IsNull ? null : column.Raw()));
        string canRun = rows.Next(column => column.Raw());
        DateTimeOffset since = rows.Next(column => column.Time()) ?? default;
        long seen = rows.Next(column => column.Int64());
        long now = Now(session.Dialect) ?? rows.Next(column => column.Int64());
        return new Worker(id, process, since)
        {
            CanRun = canRun.Split(Separator, StringSplitOptions.RemoveEmptyEntries),
            LastSeen = DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(seen),
        }.Judged(clock.Processes, TimeSpan.FromMicroseconds(now - seen));
    }

    private async ValueTask WriteAsync(SqlSession session, Worker worker, string where, string changes) => await session.PostAsync(
        $"""
        INSERT INTO main.{Name} (id, pid, host, start_mark, can_run, since, last_seen)
        SELECT @1, @2, @3, @4, @5, @6, {LeaseClock.Sql(session.Dialect, "@7")} WHERE {where}
        ON CONFLICT (id) DO UPDATE SET {changes}
        """,
        worker.Id,
        (long)worker.Pid,
        worker.Host ?? "",
        worker.Process.StartMark,
        string.Join(Separator, worker.CanRun),
        session.Dialect.Time(worker.Since),
        Now(session.Dialect)).ConfigureAwait(false);

    /// <summary>Returns the time of the calendar, which people read, or <c>null</c> if the server has it.</summary>
    private long? Now(SqlDialect dialect) => dialect.HasClock
        ? clock.Now(dialect)
        : LeaseClock.Microseconds(clock.Time.GetUtcNow() - DateTimeOffset.UnixEpoch);
}
