using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Marianne.Jobs;
using Marianne.Text;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Lists jobs, last updated first, with one query for a page of rows and one for their sheets. Each page continues after the
/// previous one, so nothing stays open in between.
/// </summary>
internal sealed class JobListing(SqliteDatabase database, IProcessList processes)
{
    private const int PageSize = 100;

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
            try
            {
                last = await database.ReadAsync(
                    session => ReadPage(session, query, after, page), null, cancellationToken).ConfigureAwait(false);
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                page = await new DamagedJobListing(database, processes)
                    .ReadAsync(listed, damage, cancellationToken).ConfigureAwait(false);
                last = null;
            }

            listed.UnionWith(page.Select(job => job.Id));
            yield return page.FindAll(query.Matches);
        }
    }

    /// <summary>Reads a page. Returns its last position, or <c>null</c> for the last page.</summary>
    private (object? UpdatedAt, string? Id)? ReadPage(
        SqliteSession session, JobQuery query, (object? UpdatedAt, string? Id) after, List<Job> page)
    {
        SqliteCommand command = session.Command(
            JobTable.Select(session, $"{Filter(query, after.Id)} ORDER BY jobs.updated_at DESC, jobs.id DESC LIMIT {PageSize}"),
            after.UpdatedAt,
            after.Id,
            StoredTime.DayNear(query.UpdatedAfter, -1),
            StoredTime.DayNear(query.UpdatedBefore, +2),
            StatusesOf(query),
            LikePrefix(query.IdPrefix),
            LikePrefix(query.NamePrefix));
        page.Clear(); // A file that can only be read may have to be read again.
        page.AddRange(JobTable.Read(command, processes));
        return page.Count < PageSize
            ? null
            : (session.Scalar("SELECT updated_at FROM jobs WHERE id = @1", page[^1].Id), page[^1].Id);
    }

    /// <summary>
    /// Returns the conditions that SQLite can check. <see cref="JobQuery.Matches"/> checks all of them afterwards.
    /// </summary>
    private static string Filter(JobQuery query, string? lastId)
    {
        List<string> terms = ["1"];
        if (lastId is not null)
            terms.Add("(jobs.updated_at, jobs.id) < (@1, @2)");
        if (query.UpdatedAfter is not null)
            terms.Add("jobs.updated_at >= @3");
        if (query.UpdatedBefore is not null)
            terms.Add("jobs.updated_at < @4");
        if (StatusesOf(query) is not null)
            terms.Add("+jobs.status IN (SELECT value FROM json_each(@5))"); // The + keeps SQLite on the index of the order.
        if (LikePrefix(query.IdPrefix) is not null)
            terms.Add(@"jobs.id LIKE @6 ESCAPE '\'");
        if (LikePrefix(query.NamePrefix) is not null)
            terms.Add(@"jobs.name LIKE @7 ESCAPE '\'");
        return $"WHERE {string.Join(" AND ", terms)}";
    }

    /// <summary>
    /// Returns the LIKE pattern of a prefix, or <c>null</c> if LIKE cannot check it: it ignores case only in ASCII.
    /// </summary>
    private static string? LikePrefix(string? prefix) =>
        prefix is { Length: > 0 } && Ascii.IsValid(prefix)
            ? prefix.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%"
            : null;

    private static string? StatusesOf(JobQuery query) =>
        query.Statuses is null || query.Statuses.Contains(JobStatus.Unknown)
            ? null
            : JsonSerializer.Serialize([.. query.Statuses.Select(SnakeCaseName.Of)], StoredJsonContext.Default.ListString);

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
                .ReadAsync(session => ReadSheets(session, taken), taken, cancellationToken).ConfigureAwait(false);
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
                    .ReadAsync(session => ReadSheets(session, [job]), [job], cancellationToken).ConfigureAwait(false));
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damage.Add(StoreErrors.CorruptJob(database.Path, job.Id));
            }
        }

        return read;
    }

    private static List<Job> ReadSheets(SqliteSession session, List<Job> jobs)
    {
        // Two damaged ids can read as the same text.
        Dictionary<string, Job> byId = jobs.DistinctBy(job => job.Id).ToDictionary(job => job.Id, StringComparer.Ordinal);
        string ids = JsonSerializer.Serialize([.. byId.Keys], StoredJsonContext.Default.ListString);
        const string OfJobs = "WHERE sheets.job_id IN (SELECT value FROM json_each(@1)) ORDER BY sheets.job_id, sheets.sheet_num";
        SheetTable.ReadInto(session.Command(SheetTable.Select(session, OfJobs), ids), byId.GetValueOrDefault);
        return jobs;
    }
}
