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

    /// <summary>The ids of the workers that were announced by this process, and are announced again from time to time.</summary>
    private readonly ConcurrentDictionary<string, bool> _announced = new(StringComparer.Ordinal);

    /// <summary>Writes a worker as one that works now, and removes those that have been gone for a day and have no claims.</summary>
    public async ValueTask AnnounceAsync(SqlSession session, Worker worker)
    {
        await WriteAsync(session, worker, "TRUE", "DO UPDATE SET can_run = excluded.can_run, last_seen = excluded.last_seen").ConfigureAwait(false);
        await session.PostAsync(
            $"""
            DELETE FROM main.{Name} WHERE last_seen < {LeaseClock.Sql(session.Dialect, "@1")} - CAST(@2 AS BIGINT)
                AND NOT EXISTS (SELECT 1 FROM main.{ClaimTable.Name} AS claim WHERE claim.worker_id = {Name}.id)
            """,
            Now(session.Dialect),
            LeaseClock.Microseconds(TimeSpan.FromDays(1))).ConfigureAwait(false);
    }

    /// <summary>Remembers that the announcement of a worker was committed.</summary>
    public void Remember(Worker worker) => _announced[worker.Id] = true;

    /// <summary>Writes a worker that takes a claim, unless it was announced.</summary>
    public ValueTask EnsureAsync(SqlSession session, Worker worker) => _announced.ContainsKey(worker.Id)
        ? default
        : WriteAsync(session, worker, $"NOT EXISTS (SELECT 1 FROM main.{Name} WHERE id = @1)", "DO NOTHING"); // To look first is faster.

    /// <summary>Removes a worker.</summary>
    public async ValueTask RemoveAsync(SqlSession session, string workerId)
    {
        _announced.TryRemove(workerId, out _);
        await session.PostAsync($"DELETE FROM main.{Name} WHERE id = @1", workerId).ConfigureAwait(false);
    }

    /// <summary>Lists the workers, those that were announced last first.</summary>
    public async ValueTask<IReadOnlyList<Worker>> ListAsync(SqlSession session) => !session.HasTable(Name) ? [] : await session.ListAsync(
        $"SELECT id, pid, host, start_mark, can_run, since, last_seen, {session.Dialect.Clock} FROM main.{Name} ORDER BY last_seen DESC, id",
        rows => Read(session, rows)).ConfigureAwait(false);

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

    private async ValueTask WriteAsync(SqlSession session, Worker worker, string where, string otherwise) => await session.PostAsync(
        $"""
        INSERT INTO main.{Name} (id, pid, host, start_mark, can_run, since, last_seen)
        SELECT @1, @2, @3, @4, @5, @6, {LeaseClock.Sql(session.Dialect, "@7")} WHERE {where}
        ON CONFLICT (id) {otherwise}
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
