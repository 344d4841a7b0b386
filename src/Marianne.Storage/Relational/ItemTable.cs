using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_items</c>, which holds the items of jobs: what their sheets work on. Other implementations rewrite
/// the rows of sheets but not these.
/// </summary>
internal static class ItemTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_items";

    private const string Columns = "sheet_num, parent_num, item_key, position";

    /// <summary>Adds the items of a job to its sheets, without their values.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job with its sheets; <c>null</c> for none.</param>
    public static async ValueTask ReadIntoAsync(SqlSession session, Job? job)
    {
        if (job?.HasItems == true)
            await AddAsync(session, job).ConfigureAwait(false);
    }

    /// <summary>Adds the items of a job to its sheets, without their values, also if its configuration was not read.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job with its sheets.</param>
    public static async ValueTask AddAsync(SqlSession session, Job job)
    {
        IReadOnlyList<NumberedItem> items = await ListKeysAsync(session, job.Id).ConfigureAwait(false);
        foreach ((int number, SheetItem item) in items.Where(item => job.HasSheet(item.Number)))
            job.Sheets[number - 1].LoadItem(item);
    }

    /// <summary>Returns the items of a job without their values, in no order.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    public static async ValueTask<IReadOnlyList<NumberedItem>> ListKeysAsync(SqlSession session, string jobId) => session.HasTable(Name)
        ? await session.ListAsync($"SELECT {Columns}, NULL FROM main.marianne_items WHERE job_id = @1", Read, jobId).ConfigureAwait(false)
        : [];

    /// <summary>Returns the items of a job with their values, in the order of the source; those that it does not have any more are last.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    public static async ValueTask<IReadOnlyList<NumberedItem>> ListAsync(SqlSession session, string jobId) => session.HasTable(Name)
        ? await session.ListAsync(
            $"""
            SELECT {Columns}, value FROM main.marianne_items WHERE job_id = @1
            ORDER BY parent_num, position IS NULL, position, sheet_num
            """,
            Read,
            jobId).ConfigureAwait(false)
        : [];

    /// <summary>Returns the item of a sheet with its value, or <c>null</c> if it has none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    public static async ValueTask<SheetItem?> FindAsync(SqlSession session, string jobId, int number) => session.HasTable(Name)
        ? (await session.ListAsync(
            $"SELECT {Columns}, value FROM main.marianne_items WHERE job_id = @1 AND sheet_num = @2", Read, jobId, number)
            .ConfigureAwait(false)).FirstOrDefault()?.Item
        : null;

    /// <summary>Writes the item of a sheet. Without a value, the stored one is kept.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The sheet.</param>
    public static async ValueTask WriteAsync(SqlSession session, Sheet sheet)
    {
        if (sheet.Item is not { } item)
            return;

        if (item.Value is null)
        {
            await session.PostAsync(
                "UPDATE main.marianne_items SET position = @3 WHERE job_id = @1 AND sheet_num = @2",
                sheet.JobId,
                sheet.Number,
                item.Position).ConfigureAwait(false);
            return;
        }

        await session.PostAsync(
            """
            INSERT INTO main.marianne_items (job_id, sheet_num, parent_num, item_key, position, value) VALUES (@1, @2, @3, @4, @5, @6)
            ON CONFLICT (job_id, sheet_num) DO UPDATE SET position = excluded.position, value = excluded.value
            """,
            sheet.JobId,
            sheet.Number,
            item.Parent,
            item.Key,
            item.Position,
            item.Value).ConfigureAwait(false);
    }

    private static NumberedItem Read(RowReader rows) => new(
        rows.Next(column => column.Count()),
        new SheetItem(
            rows.Next(column => column.Count()),
            rows.Next(column => column.Raw()),
            rows.Next(column => column.IsNull ? null : column.Int32()))
        {
            Value = rows.Next(column => column.IsNull ? null : column.Raw()),
        });
}
