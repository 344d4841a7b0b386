using System.Globalization;
using Marianne.Jobs;
using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Lists the jobs of a damaged file that can be read, and reports those that cannot.</summary>
internal sealed class DamagedJobListing(SqliteDatabase database, LeaseClock clock) : IJobSalvage
{
    private sealed record Row(long Id, string JobId, string UpdatedAt, bool HasText)
    {
        /// <summary>Indicates whether the job has an id. Invalid bytes are read as U+FFFD.</summary>
        public bool HasJobId => HasText && !JobId.Contains('\uFFFD', StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask<List<Job>> ReadAsync(
        IReadOnlySet<string> except, ListingDamage damage, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        SalvageScan? scan = await database.ReadAsync(Scan, null, cancellationToken).ConfigureAwait(false);

        var jobs = new List<Job>();
        IEnumerable<Row> others = rows.Where(row => !except.Contains(row.JobId));
        foreach (Row row in others
            .OrderByDescending(row => row.UpdatedAt, StringComparer.Ordinal)
            .ThenByDescending(row => row.JobId, StringComparer.Ordinal))
        {
            try
            {
                jobs.AddRange(await database
                    .ReadAsync(session => ReadAsync(session, row.Id), [], cancellationToken).ConfigureAwait(false));
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damage.Add(row.HasJobId
                    ? StoreErrors.CorruptJob(database.Path, row.JobId)
                    : StoreErrors.WithoutId(database.Path, row.Id));
            }
        }

        if (scan is not null)
            await ReportAsync(scan, except, damage, cancellationToken).ConfigureAwait(false);
        return jobs;

        SalvageScan Scan(SqliteSession session)
        {
            rows.Clear();
            const string Columns = "CAST(id AS TEXT), CAST(updated_at AS TEXT), typeof(id) = 'text' AND id <> ''";
            return new SalvageScan(session, "main.jobs", Columns).Run(
                reader => rows.Add(
                    new Row(reader.GetInt64(0), Text(reader, 1), Text(reader, 2), reader.GetInt64(3) == 1)),
                cancellationToken);
        }
    }

    private async ValueTask ReportAsync(
        SalvageScan scan, IReadOnlySet<string> except, ListingDamage damage, CancellationToken cancellationToken)
    {
        foreach ((long first, long? last) in scan.Damaged)
        {
            List<string> ids = await database
                .ReadAsync(session => LostIds(session, first, last), [], cancellationToken).ConfigureAwait(false);
            foreach (string id in ids.Where(id => !except.Contains(id)))
                damage.Add(StoreErrors.CorruptJob(database.Path, id));
            if (ids.Count == 0)
                damage.Add(StoreErrors.Corrupt(database.Path, DescribeRows("jobs", first, last)));
        }
    }

    /// <summary>Describes a range of rows that cannot be read.</summary>
    public static string DescribeRows(string table, long first, long? last) => string.Create(
        CultureInfo.InvariantCulture,
        $"the rows from {first}{(last is { } end ? $" to {end}" : "")} of the table '{table}' cannot be read");

    /// <summary>Returns the ids of a range of rows according to the index, which may be intact.</summary>
    private static List<string> LostIds(SqliteSession session, long first, long? last)
    {
        var ids = new List<string>();
        try
        {
            using SqliteDataReader reader = session.Command(
                "SELECT CAST(id AS TEXT) FROM jobs INDEXED BY sqlite_autoindex_jobs_1 WHERE id >= '' AND rowid BETWEEN @1 AND @2",
                first,
                last ?? long.MaxValue).ExecuteReader();
            while (reader.Read())
                ids.Add(Text(reader, 0));
        }
        catch (SqliteException error) when (error.IsDamage())
        {
            return ids; // What was read until here is correct.
        }

        return ids;
    }

    private async ValueTask<List<Job>> ReadAsync(SqlSession session, long row)
    {
        RowReader rows = await session.QueryAsync(JobTable.Select(session, "WHERE jobs.rowid = @1"), row).ConfigureAwait(false);
        return await JobTable.ReadAsync(session, rows, clock).ConfigureAwait(false);
    }

    private static string Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
