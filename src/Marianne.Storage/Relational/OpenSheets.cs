using System.Collections.Concurrent;
using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads the sheets of jobs with many items from which a worker can claim, so that a claim takes as long in a job of 100,000 items as in one
/// of 100: all that were started and are not finished, those of the score, and the first items that were never started, which have no row.
/// </summary>
internal sealed class OpenSheets
{
    /// <summary>The condition of the sheets that are neither Completed nor Skipped, for which SQLite has an index.</summary>
    public const string AreOpen = "sheets.status NOT IN ('completed', 'skipped')";

    /// <summary>The number of items from which a part is read.</summary>
    private const int FewestItems = 200;

    /// <summary>The number of sheets of the score up to which a part is read.</summary>
    private const int MostWritten = 100;

    /// <summary>The number of items that were never started that are read besides those that are claimed.</summary>
    private const int NotStarted = 50;

    private const int MostJobs = 100;

    private const string HaveNoRow =
        "NOT EXISTS (SELECT 1 FROM main.sheets AS sheets WHERE sheets.job_id = items.job_id AND sheets.sheet_num = items.sheet_num)";

    private const string Next = "AND items.sheet_num >= @2 ORDER BY items.sheet_num LIMIT @3";

    private const string Claimed = $"AND items.sheet_num IN (SELECT sheet_num FROM main.{ClaimTable.Name} WHERE job_id = @1)";

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Determines whether it is known which sheets of a job are items, so that a part can be read.</summary>
    /// <param name="jobId">The job's id.</param>
    public bool Knows(string jobId) => _known.ContainsKey(jobId);

    /// <summary>Remembers which sheets of a job are items, if there are many.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sheets">All its sheets.</param>
    public void Remember(Job job, IReadOnlyList<ClaimableSheet> sheets)
    {
        int[] written = [.. sheets.Where(sheet => sheet.Parent == 0).Select(sheet => sheet.Number).Take(MostWritten + 1)];
        if (written.Length > MostWritten || sheets.Count - written.Length < FewestItems)
        {
            _known.TryRemove(job.Id, out _);
            return;
        }

        if (_known.Count >= MostJobs)
            _known.Clear();
        int[] parents = [.. sheets.Select(sheet => sheet.Parent).Where(parent => parent > 0).Distinct()];
        _known[job.Id] = new Known(job.TotalSheets, job.ConfigHash, written, parents, FirstNotStarted: 0);
    }

    /// <summary>Reads the part, or returns <c>null</c> if the job has other sheets than those that are known.</summary>
    /// <param name="session">The session.</param>
    /// <param name="ofJob">The claims of the job.</param>
    public async ValueTask<ClaimablePart?> ReadAsync(SqlSession session, JobClaims ofJob)
    {
        Job job = ofJob.Job;
        if (!_known.TryGetValue(job.Id, out Known? known) || (known.Total, known.ConfigHash) != (job.TotalSheets, job.ConfigHash))
            return null;

        var part = new ClaimablePart(known.Parents);
        List<ClaimableSheet> open = await session.ListAsync(
            $"""
            SELECT sheets.sheet_num, sheets.status, items.parent_num, items.position
            FROM main.sheets AS sheets
            LEFT JOIN main.marianne_items AS items ON items.job_id = sheets.job_id AND items.sheet_num = sheets.sheet_num
            WHERE sheets.job_id = @1 AND {AreOpen}
            """,
            ReadStarted,
            job.Id).ConfigureAwait(false);
        long rows = (long)(await session.ScalarAsync("SELECT count(*) FROM main.sheets WHERE job_id = @1", job.Id).ConfigureAwait(false))!;
        part.Finished = (int)rows - open.Count;
        HashSet<int> finished = [.. await session.ListAsync(
            $"SELECT sheet_num FROM main.sheets AS sheets WHERE job_id = @1 AND {Among("sheet_num", known.Written)} AND NOT ({AreOpen})",
            row => row.Next(column => column.Count()),
            job.Id).ConfigureAwait(false)];
        part.Add(known.Written.Select(number => Pending(number) with
        {
            Status = finished.Contains(number) ? SheetStatus.Completed : SheetStatus.Pending,
        }));
        part.Add(open);

        part.Add(await NotStartedAsync(session, Claimed, job.Id).ConfigureAwait(false));
        List<ClaimableSheet> next = await NotStartedAsync(session, Next, job.Id, known.FirstNotStarted, NotStarted + ofJob.Held.Count)
            .ConfigureAwait(false);
        part.Add(next);

        // It only rises, because a sheet that was started keeps its row.
        int first = next.Count > 0 ? next[0].Number : job.TotalSheets + 1;
        _known.TryUpdate(job.Id, known with { FirstNotStarted = first }, known);
        return part;
    }

    /// <summary>Returns items that have no row.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clauses">What else the items have to be. It is constant, because a session keeps its statements.</param>
    /// <param name="values">The job's id, and what the clauses name.</param>
    private static ValueTask<List<ClaimableSheet>> NotStartedAsync(
        SqlSession session, string clauses, params ReadOnlySpan<object?> values) =>
        session.ListAsync(
            $"""
            SELECT items.sheet_num, items.parent_num, items.position FROM main.marianne_items AS items
            WHERE items.job_id = @1 AND {HaveNoRow} {clauses}
            """,
            row => ReadItem(row, Pending(row.Next(column => column.Count()))),
            values);

    private static ClaimableSheet ReadStarted(RowReader row)
    {
        ClaimableSheet sheet = Pending(row.Next(column => column.Count()));
        return ReadItem(row, sheet with { Status = row.Next(column => column.Status(SheetStatus.Unknown)) });
    }

    private static ClaimableSheet ReadItem(RowReader row, ClaimableSheet sheet)
    {
        int parent = row.Next(column => column.IsNull ? 0 : column.Count());
        bool hasNoPosition = row.Next(column => column.IsNull);
        return sheet with { Parent = parent, IsGone = parent > 0 && hasNoPosition };
    }

    private static ClaimableSheet Pending(int number) => new(number, SheetStatus.Pending, null, Takeovers: 0, IsClaimed: false);

    private static string Among(string column, IReadOnlyCollection<int> numbers) =>
        $"{column} IN ({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>What does not change about a job as long as it has the same sheets and score.</summary>
    private sealed record Known(
        int Total, string? ConfigHash, IReadOnlyList<int> Written, IReadOnlyCollection<int> Parents, int FirstNotStarted);
}
