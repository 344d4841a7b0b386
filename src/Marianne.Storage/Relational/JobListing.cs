using System.Runtime.CompilerServices;
using System.Text;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Relational;

/// <summary>
/// Lists jobs, last updated first, with one query for a page of rows and one for their sheets. Each page continues after the
/// previous one, so nothing stays open in between.
/// </summary>
internal sealed class JobListing(ISqlDatabase database, LeaseClock clock, IJobSalvage? salvage)
{
    /// <summary>The number of jobs of the first page, so that a listing begins soon.</summary>
    private const int FirstPageSize = 100;

    private const int PageSize = 500;

    /// <summary>The maximum number of sheets in memory at once, unless a single job has more.</summary>
    private const int SheetsAtOnce = 10_000;

    /// <summary>Lists the jobs that match a query.</summary>
    public async IAsyncEnumerable<Job> ListAsync(
        JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var damage = new ListingDamage(query);
        long skip = query.Skip;
        long left = query.First;
        await foreach (List<Job> page in PagesAsync(query, damage, cancellationToken).ConfigureAwait(false))
        {
            int skipped = (int)Math.Min(skip, page.Count);
            var wanted = new Queue<Job>(page.Skip(skipped).Take((int)Math.Min(left, page.Count)));
            skip -= skipped;
            left -= wanted.Count;

            while (wanted.Count > 0)
            {
                foreach (Job job in await TakeAsync(wanted, query.WithSheets, damage, cancellationToken).ConfigureAwait(false))
                    yield return job;
            }

            if (left == 0)
                break;
        }

        damage.Throw();
    }

    /// <summary>Counts the jobs that match a query, ignoring its paging.</summary>
    public async ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var damage = new ListingDamage(query);
        long count = 0;
        await foreach (List<Job> page in PagesAsync(query, damage, cancellationToken).ConfigureAwait(false))
            count += page.Count;
        damage.Throw();
        return count;
    }

    /// <summary>Lists the jobs that match a query page by page, without their sheets and ignoring its paging.</summary>
    private async IAsyncEnumerable<List<Job>> PagesAsync(
        JobQuery query, ListingDamage damage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> listed = new(StringComparer.Ordinal);
        (object? UpdatedAt, string? Id)? last = (null, null);
        while (last is { } after)
        {
            var page = new List<Job>();
            int size = listed.Count == 0 ? FirstPageSize : PageSize;
            try
            {
                last = await database.ReadAsync(
                    session => ReadPageAsync(session, query, after, size, page), null, cancellationToken).ConfigureAwait(false);
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt && salvage is not null)
            {
                page = await salvage
                    .ReadAsync(listed, damage, cancellationToken).ConfigureAwait(false);
                last = null;
            }

            listed.UnionWith(page.Select(job => job.Id));
            yield return page.FindAll(query.Matches);
        }
    }

    /// <summary>Reads a page. Returns its last position, or <c>null</c> for the last page.</summary>
    private async ValueTask<(object? UpdatedAt, string? Id)?> ReadPageAsync(
        SqlSession session, JobQuery query, (object? UpdatedAt, string? Id) after, int size, List<Job> page)
    {
        SqlDialect dialect = session.Dialect;
        RowReader rows = await session.QueryAsync(
            JobTable.Select(session, $"{Filter(session, query, after.Id)} ORDER BY jobs.updated_at DESC, jobs.id DESC LIMIT {size}"),
            after.UpdatedAt,
            after.Id,
            dialect.DayNear(query.UpdatedAfter, -1),
            dialect.DayNear(query.UpdatedBefore, +2),
            StatusesOf(query) is { } statuses ? dialect.Texts(statuses) : null,
            LikePrefix(query.IdPrefix),
            LikePrefix(query.NamePrefix),
            query.ForkedFrom).ConfigureAwait(false);
        page.Clear(); // A store that changes meanwhile may have to be read again.
        (object? UpdatedAt, string? Id) last = await JobTable.ReadPageAsync(session, rows, clock, page).ConfigureAwait(false);
        return page.Count < size ? null : last;
    }

    /// <summary>
    /// Returns the conditions that the database can check. <see cref="JobQuery.Matches"/> checks all of them afterwards.
    /// </summary>
    private static string Filter(SqlSession session, JobQuery query, string? lastId)
    {
        SqlDialect dialect = session.Dialect;
        List<string> terms = ["TRUE"];
        if (lastId is not null)
            terms.Add("(jobs.updated_at, jobs.id) < (@1, @2)");
        if (query.UpdatedAfter is not null)
            terms.Add("jobs.updated_at >= @3");
        if (query.UpdatedBefore is not null)
            terms.Add("jobs.updated_at < @4");
        if (StatusesOf(query) is not null)
            terms.Add(dialect.IsAmong(dialect.Unindexed("jobs.status"), "@5")); // The index of the order is the one to use.
        if (LikePrefix(query.IdPrefix) is not null)
            terms.Add(dialect.IsLike("jobs.id", "@6"));
        if (LikePrefix(query.NamePrefix) is not null)
            terms.Add(dialect.IsLike("jobs.name", "@7"));
        if (query.ForkedFrom is not null)
            terms.Add(OriginTable.IsForkOf(session, "@8"));
        return $"WHERE {string.Join(" AND ", terms)}";
    }

    /// <summary>
    /// Returns the LIKE pattern of a prefix, or <c>null</c> if LIKE cannot check it: it ignores case only in ASCII.
    /// </summary>
    private static string? LikePrefix(string? prefix) =>
        prefix is { Length: > 0 } && Ascii.IsValid(prefix)
            ? prefix.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%"
            : null;

    private static IEnumerable<string>? StatusesOf(JobQuery query) =>
        query.Statuses is null || query.Statuses.Contains(JobStatus.Unknown) ? null : query.Statuses.Select(SnakeCaseName.Of);

    /// <summary>Takes the next jobs of a queue and reads their sheets if needed.</summary>
    private async ValueTask<List<Job>> TakeAsync(
        Queue<Job> queue, bool withSheets, ListingDamage damage, CancellationToken cancellationToken)
    {
        List<Job> taken = [queue.Dequeue()];
        long sheets = taken[0].TotalSheets;
        while (queue.TryPeek(out Job? next) && (!withSheets || sheets + next.TotalSheets <= SheetsAtOnce))
        {
            sheets += next.TotalSheets;
            taken.Add(queue.Dequeue());
        }

        if (!withSheets)
            return taken;

        try
        {
            return await database
                .ReadAsync(session => ReadSheetsAsync(session, taken), taken, cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
        {
            return await ReadSheetsOfEachAsync(taken, damage, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the sheets of each job alone. Jobs whose sheets are damaged are left out.</summary>
    private async ValueTask<List<Job>> ReadSheetsOfEachAsync(
        List<Job> jobs, ListingDamage damage, CancellationToken cancellationToken)
    {
        var read = new List<Job>();
        foreach (Job job in jobs)
        {
            try
            {
                read.AddRange(await database
                    .ReadAsync(session => ReadSheetsAsync(session, [job]), [job], cancellationToken).ConfigureAwait(false));
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damage.Add(StoreErrors.CorruptJob(database.Location, job.Id));
            }
        }

        return read;
    }

    private static async ValueTask<List<Job>> ReadSheetsAsync(SqlSession session, List<Job> jobs)
    {
        // Two damaged ids can read as the same text.
        Dictionary<string, Job> byId = jobs.DistinctBy(job => job.Id).ToDictionary(job => job.Id, StringComparer.Ordinal);
        string ofJobs = $"WHERE {session.Dialect.IsAmong("sheets.job_id", "@1")} ORDER BY sheets.job_id, sheets.sheet_num";
        RowReader rows = await session
            .QueryAsync(SheetTable.Select(session, ofJobs), session.Dialect.Texts(byId.Keys)).ConfigureAwait(false);
        await SheetTable.ReadIntoAsync(session, rows, byId.GetValueOrDefault).ConfigureAwait(false);
        foreach (Job job in jobs)
            await ItemTable.ReadIntoAsync(session, job).ConfigureAwait(false);
        return jobs;
    }
}
