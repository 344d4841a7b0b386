using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Lists outputs page by page. Each page continues after the previous one, so nothing stays open in between.</summary>
internal static class OutputListing
{
    private const int PageSize = 100;

    /// <summary>Lists the outputs of completed sheets.</summary>
    /// <param name="database">The database.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static IAsyncEnumerable<SheetOutput> ListAsync(
        ISqlDatabase database, OutputQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query); // Here, because an iterator would check it only when it is enumerated.
        return ListPagesAsync(database, query, cancellationToken);
    }

    private static async IAsyncEnumerable<SheetOutput> ListPagesAsync(
        ISqlDatabase database, OutputQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<OutputRow> page;
        OutputKey after = OutputKey.First;
        do
        {
            OutputKey from = after;
            page = await database
                .ReadAsync(session => OutputTable.ReadAsync(session, query, from, PageSize), [], cancellationToken).ConfigureAwait(false);
            foreach (OutputRow row in page.Where(row => row.IsCurrent && query.Matches(row.Output)))
                yield return row.Output;
            if (page.Count > 0)
                after = page[^1].Key;
        }
        while (page.Count == PageSize);
    }
}
