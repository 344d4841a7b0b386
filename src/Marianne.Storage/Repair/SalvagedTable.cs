using Marianne.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Repair;

/// <summary>A table of a file that may be damaged, and how to name its rows.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="HasRowId">Indicates whether the rows have ids besides their keys.</param>
internal sealed record SalvagedTable(string Name, bool HasRowId)
{
    /// <summary>The index that has the keys of the rows, and the SQL that names a row by them.</summary>
    private static readonly Dictionary<string, (string Index, string First, string Row)> Keys = new(StringComparer.Ordinal)
    {
        ["jobs"] = ("sqlite_autoindex_jobs_1", "id", "'job ''' || id || ''''"),
        ["sheets"] = ("sqlite_autoindex_sheets_1", "job_id", "'sheet ' || sheet_num || ' of the job ''' || job_id || ''''"),
        ["execution_history"] =
            ("idx_history_job_sheet", "job_id", "'attempt of sheet ' || sheet_num || ' of the job ''' || job_id || ''''"),
    };

    /// <summary>Lists the tables of a database that hold content.</summary>
    public static List<SalvagedTable> List(SqliteSession session)
    {
        var tables = new List<SalvagedTable>();
        using SqliteDataReader reader = session.Command(
            """
            SELECT name, wr FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name
            """).ExecuteReader();
        while (reader.Read())
            tables.Add(new SalvagedTable(reader.GetString(0), reader.GetInt64(1) == 0));
        return tables;
    }

    /// <summary>Returns the names of its columns.</summary>
    public List<string> Columns(SqliteSession session)
    {
        var columns = new List<string>();
        using SqliteDataReader reader = session
            .Command("SELECT name FROM pragma_table_info(@1) ORDER BY cid", Name).ExecuteReader();
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return columns;
    }

    /// <summary>Names the rows of a range according to an index, or the range itself if the index does not help.</summary>
    public IReadOnlyList<string> Describe(SqliteSession session, long first, long? last)
    {
        var rows = new List<string>();
        if (!Keys.TryGetValue(Name, out (string Index, string First, string Row) key))
            return [DamagedJobListing.DescribeRows(Name, first, last)];

        try
        {
            using SqliteDataReader reader = session.Command(
                $"""
                SELECT {key.Row} FROM {Name} INDEXED BY {key.Index}
                WHERE {key.First} >= '' AND rowid BETWEEN @1 AND @2
                """,
                first,
                last ?? long.MaxValue).ExecuteReader();
            while (reader.Read())
                rows.Add(reader.GetString(0));
        }
        catch (SqliteException error) when (error.IsDamage())
        {
            rows.Clear();
        }

        return rows.Count == 0 ? [DamagedJobListing.DescribeRows(Name, first, last)] : rows;
    }
}
