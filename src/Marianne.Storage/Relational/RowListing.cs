using System.Runtime.CompilerServices;
using Marianne.Stores;

namespace Marianne.Storage.Relational;

/// <summary>Lists rows page by page. Each page continues after the previous one, so nothing stays open in between.</summary>
internal static class RowListing
{
    private const int PageSize = 100;

    /// <summary>Lists the rows that match a query.</summary>
    /// <param name="database">The database.</param>
    /// <param name="query">The query.</param>
    /// <param name="read">Reads a page.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static IAsyncEnumerable<TRow> ListAsync<TQuery, TRow>(
        ISqlDatabase database,
        TQuery query,
        Func<SqlSession, TQuery, RowPage, ValueTask<List<(TRow Row, RowKey Key)>>> read,
        CancellationToken cancellationToken)
        where TQuery : IPagedQuery
    {
        ArgumentNullException.ThrowIfNull(query); // Here, because an iterator would check it only when it is enumerated.
        return ListPagesAsync(database, query, read, cancellationToken);
    }

    private static async IAsyncEnumerable<TRow> ListPagesAsync<TQuery, TRow>(
        ISqlDatabase database,
        TQuery query,
        Func<SqlSession, TQuery, RowPage, ValueTask<List<(TRow Row, RowKey Key)>>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TQuery : IPagedQuery
    {
        var next = new RowPage(null, query.Skip, Math.Min(query.First, PageSize));
        for (long left = query.First; left > 0; next = next with { Skip = 0, Count = Math.Min(left, PageSize) })
        {
            List<(TRow Row, RowKey Key)> page = await database
                .ReadAsync(session => read(session, query, next), [], cancellationToken).ConfigureAwait(false);

            foreach ((TRow row, _) in page)
                yield return row;

            if (page.Count < next.Count)
                yield break;

            left -= page.Count;
            next = next with { After = page[^1].Key };
        }
    }
}
