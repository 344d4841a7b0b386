using Marianne.Files;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// The time since the machine started, in seconds. It is the same in all processes, and setting the clock does not change it. A file tells
/// which start it is about, because the time starts from 0 with each.
/// </summary>
/// <param name="time">The clock of this process.</param>
/// <param name="boot">Identifies the start of the machine; empty if the system does not say.</param>
internal sealed class BootClock(TimeProvider time, string boot) : SlotClock
{
    /// <summary>The name of the table that has the start of the machine.</summary>
    public const string Table = "marianne_limit_clock";

    /// <summary>Creates the clock of this machine.</summary>
    /// <param name="time">The clock of this process.</param>
    public static BootClock Of(TimeProvider time) => new(time, MachineBoot.Id ?? "");

    /// <inheritdoc/>
    public override ValueTask<object> NowAsync(SqlSession session) => new(Now);

    private double Now => time.GetElapsedTime(0).TotalSeconds;

    /// <inheritdoc/>
    /// <remarks>
    /// No process has survived the start, but the attempts of the last hour still count: the system time says when they began. Without an
    /// id of the start, a time that is not over yet shows it.
    /// </remarks>
    public override async ValueTask AdoptAsync(SqlSession session, object now)
    {
        string? known = (string?)await session.ScalarAsync($"SELECT boot FROM main.{Table}").ConfigureAwait(false);
        if (known == boot && await session
            .ScalarAsync($"SELECT 1 FROM main.{SlotTable.Name} WHERE started_at > @1", now).ConfigureAwait(false) is null)
        {
            return;
        }

        await session.ExecuteAsync($"DELETE FROM main.{Table}").ConfigureAwait(false);
        await session.ExecuteAsync($"INSERT INTO main.{Table} (boot) VALUES (@1)", boot).ConfigureAwait(false);
        await session.ExecuteAsync($"DELETE FROM main.{SlotQueueTable.Name}").ConfigureAwait(false);
        await session.ExecuteAsync(
            $"UPDATE main.{SlotTable.Name} SET expires_at = NULL, started_at = @1 - ({SystemTime} - begun_at)", now).ConfigureAwait(false);
        await session.ExecuteAsync($"DELETE FROM main.{SlotTable.Name} WHERE started_at > @1", now).ConfigureAwait(false);
    }

    /// <summary>The default of the column <c>begun_at</c>.</summary>
    private const string SystemTime = "(julianday('now') - 2440587.5) * 86400";
}
