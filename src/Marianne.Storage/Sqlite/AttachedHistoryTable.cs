using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>The rows of <c>marianne_histories</c>: what is attached to jobs and sheets, in parts that fit in memory.</summary>
internal static class AttachedHistoryTable
{
    /// <summary>The table. It is made last when a file is brought up to date.</summary>
    public const string Name = "marianne_histories";

    /// <summary>What stands for the job among the numbers of its sheets.</summary>
    private const int OfJob = 0;

    /// <summary>Refuses a job or a sheet that does not exist.</summary>
    public static void Require(SqliteSession session, string id, int? sheetNumber)
    {
        object total = session.Scalar("SELECT CAST(total_sheets AS INTEGER) FROM jobs WHERE id = @1", id)
            ?? throw JobErrors.NotFound(id);
        JobValidator.CheckSheet(id, sheetNumber, (int)(long)total);
    }

    /// <summary>Writes a history over the one that is there.</summary>
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

    /// <summary>The parts of a history; nothing when there is none.</summary>
    public static List<ReadOnlyMemory<byte>>? Read(SqliteSession session, string id, int? sheetNumber)
    {
        Require(session, id, sheetNumber);
        if (!session.Tables.Contains(Name))
            return null;

        SqliteCommand command = session.Command(
            "SELECT content FROM marianne_histories WHERE job_id = @1 AND sheet_num = @2 ORDER BY part",
            id,
            sheetNumber ?? OfJob);
        var parts = new List<ReadOnlyMemory<byte>>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            parts.Add(reader.GetFieldValue<byte[]>(0));
        return parts.Count == 0 ? null : parts;
    }

    /// <summary>Removes a history; false when there is none.</summary>
    public static bool Delete(SqliteSession session, string id, int? sheetNumber) => session.Command(
        "DELETE FROM marianne_histories WHERE job_id = @1 AND sheet_num = @2",
        id,
        sheetNumber ?? OfJob).ExecuteNonQuery() > 0;

    /// <summary>Which histories there are of a job.</summary>
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
}
