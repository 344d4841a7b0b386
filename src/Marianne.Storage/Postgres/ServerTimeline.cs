using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The history that a server continues. A standby that becomes the primary begins a new one, and gives the numbers of transactions that
/// it had not received to others.
/// </summary>
internal static class ServerTimeline
{
    /// <summary>The errors of a server that has no timelines, because all its hosts share one disk, or does not tell them.</summary>
    private static readonly string[] Missing =
    [
        PostgresErrorCodes.FeatureNotSupported,
        PostgresErrorCodes.UndefinedFunction,
        PostgresErrorCodes.InsufficientPrivilege,
        PostgresErrorCodes.ObjectNotInPrerequisiteState,
    ];

    /// <summary>Returns what identifies the timeline; an empty text without one.</summary>
    public static async ValueTask<string> ReadAsync(SqlSession session)
    {
        try
        {
            return (string)(await session.ScalarAsync("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)").ConfigureAwait(false))!;
        }
        catch (PostgresException error) when (Missing.Contains(error.SqlState))
        {
            return "";
        }
    }
}
