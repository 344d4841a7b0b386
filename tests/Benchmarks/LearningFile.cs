using System.Globalization;
using Marianne.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>A learning store with many rows, which are inserted without the triggers that count them.</summary>
internal sealed class LearningFile : TemporaryFile<SqliteLearningStore>
{
    private LearningFile()
        : base("learning.db", "PRAGMA synchronous = FULL", Open)
    {
    }

    /// <summary>Creates a store with a number of outcomes and recoveries.</summary>
    public static async Task<LearningFile> CreateAsync(int outcomes, int recoveries)
    {
        var file = new LearningFile();
        await file.Store.OpenAsync(mustExist: false, default).ConfigureAwait(false);
        await file.Store.DisposeAsync().ConfigureAwait(false);
        using (SqliteConnection connection = file.OpenBare())
            Fill(connection, outcomes, recoveries);

        // The first write finds that the roll-ups are incomplete, and creates them again from the existing rows.
        file.Store = Open(file.FilePath);
        await file.Store.SetClustersAsync(
            new Dictionary<string, string> { ["0000000000000000"] = "first" }, default).ConfigureAwait(false);
        return file;
    }

    /// <summary>
    /// Removes the indexes and triggers of this module, so that only the schema of other implementations remains.
    /// </summary>
    public void DropExtensions()
    {
        using SqliteConnection connection = OpenBare();
        var drops = new List<string>();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT type, name FROM sqlite_master WHERE name LIKE 'marianne%' AND type <> 'table'";
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
                drops.Add($"DROP {reader.GetString(0)} {reader.GetString(1)}");
        }

        command.CommandText = string.Join(';', drops);
        command.ExecuteNonQuery();
    }

    private static SqliteLearningStore Open(string path) => new(path, TimeProvider.System);

    private static void Fill(SqliteConnection connection, int outcomes, int recoveries)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            DROP TRIGGER marianne_outcome_replaced; DROP TRIGGER marianne_outcome_added;
            DROP TRIGGER marianne_recovery_replaced; DROP TRIGGER marianne_recovery_added;
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {outcomes})
            INSERT INTO executions (id, workspace_hash, job_hash, sheet_num, completed_at, success_without_retry)
            SELECT printf('o%08d', i), printf('%016x', i % 1000), printf('%016x', i % 50), i % 100,
                strftime('%Y-%m-%dT%H:%M:%f000', 1760000000 + i, 'unixepoch'), i % 2 FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {recoveries})
            INSERT INTO error_recoveries
                (id, error_code, suggested_wait, actual_wait, recovery_success, recorded_at, model, time_of_day)
            SELECT printf('r%08d', i), 'E10' || (i % 3), 60, 10 + i % 50, i % 4 < 3,
                strftime('%Y-%m-%dT%H:%M:%f000', 1760000000 + i, 'unixepoch'),
                CASE i % 5 WHEN 0 THEN 'opus' WHEN 1 THEN 'sonnet' END, i % 24 FROM n;
            COMMIT;
            """);
        command.ExecuteNonQuery();
    }
}
