using System.Runtime.CompilerServices;

namespace Marianne.Storage.Sqlite;

/// <summary>Lists rows, each page from where the one before it ended, so that nothing is open in between.</summary>
internal static class RowListing
{
    private const int PageSize = 100;

    /// <summary>The rows asked for.</summary>
    /// <param name="database">The file.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="first">How many to give at most.</param>
    /// <param name="read">Reads a page.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async IAsyncEnumerable<T> ListAsync<T>(
        SqliteDatabase database,
        long skip,
        long first,
        Func<SqliteSession, RowPage, List<(T Row, RowKey Key)>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = new RowPage(null, skip, Math.Min(first, PageSize));
        for (long left = first; left > 0; wanted = wanted with { Skip = 0, Count = Math.Min(left, PageSize) })
        {
            List<(T Row, RowKey Key)> page = await database
                .ReadAsync(session => read(session, wanted), [], cancellationToken).ConfigureAwait(false);

            foreach ((T row, _) in page)
                yield return row;

            if (page.Count < wanted.Count)
                yield break;

            left -= page.Count;
            wanted = wanted with { After = page[^1].Key };
        }
    }
}
