using Marianne.Jobs;
using Marianne.Storage.Relational;
using Marianne.Storage.Sqlite;
using Marianne.Stores;
using Marianne.Text;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Marianne.Storage.Repair;

/// <summary>Checks an SQLite file and copies what can be read of it, table by table.</summary>
internal sealed class SqliteSalvage : IDisposable
{
    private const string Damaged = "damaged";
    private const int MostMessages = 20;

    /// <summary>Counts of other tables, which triggers fill again.</summary>
    private static readonly string[] Derived =
    [
        "schema_version", "marianne_workspaces", "marianne_replaced_outcomes", "marianne_recoveries",
        "marianne_replaced_recoveries", "marianne_recovery_counts",
    ];

    private static readonly string[] Records =
        ["executions", "error_recoveries", "rate_limit_events", "workspace_clusters", "marianne_circuits", "marianne_limit_services"];

    private readonly string _path;
    private readonly string _source;
    private readonly TemporaryFolder? _folder;
    private readonly SqliteSchema _schema;
    private readonly TimeProvider _time;
    private readonly IProcessList _processes;

    private SqliteSalvage(
        string path, string source, TemporaryFolder? folder, SqliteSchema schema, TimeProvider time, IProcessList processes)
    {
        _path = path;
        _source = source;
        _folder = folder;
        _schema = schema;
        _time = time;
        _processes = processes;
    }

    /// <summary>Indicates whether the file is a job store; otherwise it is a learning store.</summary>
    public bool IsOfJobs => _schema is JobSchema;

    /// <summary>Opens a file. If its first page is damaged, a copy is opened whose first page is rebuilt.</summary>
    /// <exception cref="MarianneException">The file is not a store, or not even its tables are known.</exception>
    public static SqliteSalvage Open(string path, TimeProvider time, IProcessList processes)
    {
        SQLitePCL.Batteries_V2.Init();
        try
        {
            return new SqliteSalvage(path, path, folder: null, SchemaOf(path, path), time, processes);
        }
        catch (MarianneException error) when (error.Error is MarianneError.NotAStore or MarianneError.StoreCorrupt)
        {
            var folder = new TemporaryFolder();
            try
            {
                string copy = Path.Combine(folder.Path, "rebuilt.db");
                if (FirstPage.TryRebuild(path, copy))
                    return new SqliteSalvage(path, copy, folder, SchemaOf(copy, path), time, processes);
            }
            catch (MarianneException)
            {
                // The copy is not a store either.
            }

            folder.Dispose();
            throw;
        }
    }

    private static SqliteSchema SchemaOf(string source, string path)
    {
        try
        {
            using SqliteSession session = SqliteSession.Open(source);
            return session.Tables.Contains("jobs") ? new JobSchema()
                : session.Tables.Contains("error_recoveries") ? new LearningSchema()
                : throw StoreErrors.NotAStore(path, "it is a database without the tables of a store");
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLITE_NOTADB)
        {
            throw StoreErrors.NotAStore(
                path,
                "it is not an SQLite database, or its first page is damaged and no other page has its list of tables. Nothing of it can "
                + "be copied");
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder?.Dispose();

    /// <summary>Checks the file. Nothing is changed.</summary>
    public async ValueTask<StoreReport> CheckAsync(CancellationToken cancellationToken)
    {
        var damages = new List<StoreDamage>();
        var database = new SqliteDatabase(_source, _schema, _time);
        await using (database.ConfigureAwait(false))
        {
            long readable = await database.ReadAsync(Check, 0, cancellationToken).ConfigureAwait(false);
            damages.AddRange(await UnreadableValues.OfAsync(_source, IsOfJobs, _time, _processes, cancellationToken)
                .ConfigureAwait(false));
            return Report(readable, damages);
        }

        long Check(SqliteSession session)
        {
            damages.Clear();
            long rows = 0;
            foreach (SalvagedTable table in SalvagedTable.List(session))
            {
                long count = Scan(session, table, damages, cancellationToken).Sum(run => run.Count);
                rows += IsCounted(table) ? count : 0;
            }

            damages.AddRange(Messages(session, "PRAGMA integrity_check(20)", row => IntegrityMessages
                .In(row.GetString(0)).Select(message => new StoreDamage(_path, message, IsLost: false))));
            damages.AddRange(Messages(session, "PRAGMA foreign_key_check", row =>
                [new StoreDamage($"table '{row.GetString(0)}'", "a row belongs to a job that does not exist", IsLost: true)]));
            return rows;
        }
    }

    /// <summary>Copies what can be read to a new file.</summary>
    public async ValueTask<StoreReport> CopyAsync(string destination, CancellationToken cancellationToken)
    {
        var created = new SqliteDatabase(destination, _schema, _time);
        await using (created.ConfigureAwait(false))
            await created.OpenAsync(mustExist: false, cancellationToken).ConfigureAwait(false);

        var damages = new List<StoreDamage>();
        try
        {
            // The connection that writes reads only what the other one has found to be readable: after an error in a damaged page,
            // SQLite refuses to write.
            using SqliteSession source = SqliteSession.Open(_source);
            using SqliteSession session = SqliteSession.Open(destination, takesUris: true);
            session.Attach(new SqliteFiles(_source), Damaged);
            session.Execute("PRAGMA foreign_keys = OFF");
            foreach (SalvagedTable table in SalvagedTable.List(source))
                Copy(source, session, table, damages, cancellationToken);
            if (IsOfJobs)
                RemoveOrphans(session, damages);
            long copied = Records.Prepend("jobs").Where(session.Tables.Contains)
                .Sum(table => (long)session.Scalar($"SELECT count(*) FROM main.{table}")!);
            return Report(copied, damages) with { Destination = destination, Copied = copied };
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, destination);
        }
    }

    private bool IsCounted(SalvagedTable table) => IsOfJobs ? table.Name == "jobs" : Records.Contains(table.Name);

    private StoreReport Report(long readable, List<StoreDamage> damages) => new()
    {
        Path = _path,
        Content = IsOfJobs ? "Jobs" : "Learning",
        Readable = readable,
        Damages = _folder is null
            ? damages
            : [new StoreDamage(_path, "its first page is damaged, and was rebuilt from the list of its tables", IsLost: false), .. damages],
    };

    /// <summary>Finds the runs of rows of a table that can be read, and adds the others to the damages.</summary>
    private static IReadOnlyList<(long First, long Count)> Scan(
        SqliteSession session, SalvagedTable table, List<StoreDamage> damages, CancellationToken cancellationToken)
    {
        if (!table.HasRowId)
        {
            long count = 0;
            damages.AddRange(Messages(session, $"SELECT * FROM {table.Name}", _ =>
            {
                count++;
                return [];
            }).Select(damage => damage with { Where = $"table '{table.Name}'", IsLost = true }));
            return [(0, count)];
        }

        SalvageScan scan = new SalvageScan(session, table.Name, "*").Run(read: null, cancellationToken);
        foreach ((long first, long? last) in scan.Damaged)
        {
            damages.AddRange(table.Describe(session, first, last)
                .Select(row => new StoreDamage(row, "it is on a damaged page", IsLost: true)));
        }

        return scan.Readable;
    }

    private static void Copy(
        SqliteSession source,
        SqliteSession session,
        SalvagedTable table,
        List<StoreDamage> damages,
        CancellationToken cancellationToken)
    {
        if (Derived.Contains(table.Name))
            return;
        if (!session.Tables.Contains(table.Name))
        {
            damages.Add(new StoreDamage($"table '{table.Name}'", "it is not a table of a store", IsLost: true));
            return;
        }

        // With an upper bound instead of a limit, SQLite would look at the row behind the last one.
        string order = table.HasRowId ? "NOT INDEXED WHERE rowid >= @1 ORDER BY rowid LIMIT @2" : "WHERE @1 = 0 LIMIT @2";
        string insert = $"{InsertOf(source, session, table)} {order}";
        IReadOnlyList<(long First, long Count)> runs = Scan(source, table, damages, cancellationToken);
        session.Execute("BEGIN IMMEDIATE");
        long copied = runs.Sum(run => session.Command(insert, run.First, run.Count).ExecuteNonQuery());
        session.Commit();

        long refused = runs.Sum(run => run.Count) - copied;
        if (refused > 0)
        {
            string rows = CountText.Of(refused, "row contradicts", "rows contradict");
            damages.Add(new StoreDamage($"table '{table.Name}'", $"{rows} others", IsLost: true));
        }
    }

    /// <summary>Returns the SQL that copies rows unchanged, whatever the values are.</summary>
    private static string InsertOf(SqliteSession source, SqliteSession session, SalvagedTable table)
    {
        List<string> there = table.Columns(source);
        List<string> here = table.Columns(session);
        List<(string To, string From)> columns = [.. here.Where(there.Contains).Select(column => (column, column))];
        if (here.Contains(OutcomeTable.Success) && there.Contains(OutcomeTable.FormerSuccess))
            columns.Add((OutcomeTable.Success, OutcomeTable.FormerSuccess));
        return $"""
            INSERT OR IGNORE INTO main.{table.Name} ({string.Join(", ", columns.Select(column => column.To))})
            SELECT {string.Join(", ", columns.Select(column => column.From))} FROM {Damaged}.{table.Name}
            """;
    }

    /// <summary>Removes rows of jobs and attempts that could not be read.</summary>
    private static void RemoveOrphans(SqliteSession session, List<StoreDamage> damages)
    {
        foreach (SalvagedTable table in SalvagedTable.List(session).Where(table => table.Columns(session).Contains("job_id")))
        {
            // The figures of jobs that were cleared have an empty id.
            int removed = session.Command(
                $"DELETE FROM main.{table.Name} WHERE job_id <> '' AND job_id NOT IN (SELECT id FROM main.jobs)").ExecuteNonQuery();
            if (removed > 0)
            {
                string rows = CountText.Of(removed, "row belongs", "rows belong");
                damages.Add(new StoreDamage($"table '{table.Name}'", $"{rows} to jobs that cannot be read", IsLost: true));
            }
        }

        // What is lost with these was named with the attempts.
        session.Execute(
            $"DELETE FROM main.{AttemptOutputTable.Name} WHERE attempt_id NOT IN (SELECT id FROM main.execution_history)");
    }

    /// <summary>Returns the damages in the rows of a query, and one for an error.</summary>
    private static List<StoreDamage> Messages(
        SqliteSession session, string sql, Func<SqliteDataReader, IEnumerable<StoreDamage>> read)
    {
        var found = new List<StoreDamage>();
        try
        {
            using SqliteDataReader reader = session.Command(sql).ExecuteReader();
            while (found.Count < MostMessages && reader.Read())
                found.AddRange(read(reader).Take(MostMessages - found.Count));
        }
        catch (SqliteException error) when (error.IsDamage())
        {
            found.Add(new StoreDamage("the file", SqliteErrors.Reason(error), IsLost: false));
        }

        return found;
    }
}
