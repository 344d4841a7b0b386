using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads and writes the table <c>marianne_histories</c>: the execution histories attached to jobs and sheets, in parts.
/// </summary>
internal static class AttachedHistoryTable
{
    /// <summary>The name of the table. It is created last when a file is migrated.</summary>
    public const string Name = "marianne_histories";

    /// <summary>The sheet number that stands for the job itself.</summary>
    private const int OfJob = 0;

    /// <summary>Throws if the job or the sheet does not exist.</summary>
    public static void Require(SqliteSession session, string id, int? sheetNumber) =>
        JobValidator.CheckSheet(id, sheetNumber, JobQueries.RequireTotalSheets(session, id));

    /// <summary>Writes a history, replacing the existing one.</summary>
    public static void Write(
        SqliteSession session, string id, int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        Require(session, id, sheetNumber);
        Delete(session, id, sheetNumber);
        for (int part = 0; part < Math.Max(1, content.Count); part++)
        {
            session.Command(
                "INSERT INTO marianne_histories (job_id, sheet_num, part, content) VALUES (@1, @2, @3, @4)",
                id,
                sheetNumber ?? OfJob,
                part,
                content.Count == 0 ? Array.Empty<byte>() : content[part].ToArray()).ExecuteNonQuery();
        }
    }

    /// <summary>Returns the parts of a history; an empty list if there is none.</summary>
    public static List<ReadOnlyMemory<byte>> Read(SqliteSession session, string id, int? sheetNumber)
    {
        Require(session, id, sheetNumber);
        if (!session.Tables.Contains(Name))
            return [];

        SqliteCommand command = session.Command(
            "SELECT content FROM marianne_histories WHERE job_id = @1 AND sheet_num = @2 ORDER BY part",
            id,
            sheetNumber ?? OfJob);
        var parts = new List<ReadOnlyMemory<byte>>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            parts.Add(reader.GetFieldValue<byte[]>(0));
        return parts;
    }

    /// <summary>Removes a history. Returns <c>false</c> if there is none.</summary>
    public static bool Remove(SqliteSession session, string id, int? sheetNumber)
    {
        Require(session, id, sheetNumber);
        return Delete(session, id, sheetNumber);
    }

    /// <summary>Lists the histories of a job and its sheets.</summary>
    public static List<AttachedHistory> List(SqliteSession session, string id)
    {
        Require(session, id, sheetNumber: null);
        var histories = new List<AttachedHistory>();
        if (!session.Tables.Contains(Name))
            return histories;

        SqliteCommand command = session.Command(
            """
            SELECT sheet_num, sum(length(content)) FROM marianne_histories
            WHERE job_id = @1 GROUP BY sheet_num ORDER BY sheet_num
            """,
            id);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            int number = reader.GetInt32(0);
            histories.Add(new AttachedHistory(number == OfJob ? null : number, reader.GetInt64(1)));
        }

        return histories;
    }

    private static bool Delete(SqliteSession session, string id, int? sheetNumber) => session.Command(
        "DELETE FROM marianne_histories WHERE job_id = @1 AND sheet_num = @2",
        id,
        sheetNumber ?? OfJob).ExecuteNonQuery() > 0;
}
