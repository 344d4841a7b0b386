using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

internal sealed partial class SqliteDatabase
{
    /// <summary>The value of <c>auto_vacuum</c> of a file whose free pages can be removed in steps.</summary>
    private const long Incremental = 2;

    /// <summary>The number of pages that a step removes: it takes about as long as a save.</summary>
    private const int PagesOfStep = 100;

    /// <summary>How many times the used pages are written before the file is smaller.</summary>
    private const int Copies = 2;

    /// <summary>The size of a log that is worth a word: several times the size at which SQLite merges it.</summary>
    private const long LargeLog = 16 * 1024 * 1024;

    /// <summary>The size of a log that is not empty.</summary>
    private const long SmallLog = 1;

    /// <inheritdoc/>
    /// <remarks>Only files that this version created, or that were compacted, can be made smaller in steps.</remarks>
    public async ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (!Exists())
            return ReleasedSpace.All;

        return await WriteAloneAsync(session => ReleaseSpace(session, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (!Exists())
            return null;

        return await WriteAloneAsync(session => Compact(session, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private ReleasedSpace Compact(SqliteSession session, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly(session);
        CheckRoom(session);
        session.Execute("PRAGMA auto_vacuum = INCREMENTAL"); // It takes effect with the next statement.
        session.Retry(() => session.Execute("VACUUM"), time, cancellationToken);
        return EndOfSpace(session, SmallLog); // The new pages are in the log until it is merged, however few they are.
    }

    /// <summary>Throws if there is no room for a copy and for a log that is as large.</summary>
    private void CheckRoom(SqliteSession session)
    {
        long pages = (long)session.Scalar("PRAGMA page_count")! - FreePages(session);
        long needed = Copies * pages * (long)session.Scalar("PRAGMA page_size")!;
        string folder = System.IO.Path.GetDirectoryName(new SqliteFiles(path).Target)!;
        if (new DriveInfo(folder).AvailableFreeSpace is var free && free < needed)
            throw StoreErrors.NoRoom(path, needed, free);
    }

    private ReleasedSpace ReleaseSpace(SqliteSession session, CancellationToken cancellationToken)
    {
        long free = FreePages(session);
        if (free == 0 || (long)session.Scalar("PRAGMA auto_vacuum")! != Incremental)
            return EndOfSpace(session);

        Transact(
            session,
            vacuumed =>
            {
                using SqliteDataReader rows = vacuumed.Command($"PRAGMA incremental_vacuum({PagesOfStep})").ExecuteReader();
                while (rows.Read())
                {
                    // Each step of the statement removes one page.
                }

                return true;
            },
            cancellationToken);
        return FreePages(session) is > 0 and var left && left < free ? new ReleasedSpace(true) : EndOfSpace(session);
    }

    /// <summary>Merges the log into the database and empties it, unless a reader needs it.</summary>
    private ReleasedSpace EndOfSpace(SqliteSession session, long reported = LargeLog) => session.EmptyLog() is var kept && kept < reported
        ? ReleasedSpace.All
        : ReleasedSpace.All with { Obstacle = StoreErrors.LogInUse(path, kept, LogReaders.Of(new SqliteFiles(path).Index)) };

    private static long FreePages(SqliteSession session) => (long)session.Scalar("PRAGMA freelist_count")!;
}
