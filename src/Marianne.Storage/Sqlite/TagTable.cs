using System.Text.Json;
using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>marianne_tags</c>, which holds the tags of jobs. Only this module uses it.</summary>
internal static class TagTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_tags";

    /// <summary>Returns the column that a query of jobs needs for <see cref="Read"/>: the tags as a JSON array.</summary>
    public static string Select(SqliteSession session) => session.Tables.Contains(Name)
        ? """
          (SELECT json_group_array(CAST(tag AS TEXT))
           FROM (SELECT tag FROM marianne_tags WHERE job_id = jobs.id ORDER BY position))
          """
        : "NULL";

    /// <summary>Sets the tags of a job.</summary>
    /// <param name="reader">The reader, positioned at the row.</param>
    /// <param name="ordinal">The ordinal of the column.</param>
    /// <param name="job">The job.</param>
    public static void Read(SqliteDataReader reader, int ordinal, Job job)
    {
        if (!reader.IsDBNull(ordinal) && reader.GetString(ordinal) is not "[]" and { } tags)
            job.Tag = JsonSerializer.Deserialize(tags, StoredJsonContext.Default.ListString)!;
    }

    /// <summary>Writes the tags of a job, if they changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job.</param>
    /// <param name="isWhole">Indicates whether the file may hold another version than the job was loaded from.</param>
    public static void Write(SqliteSession session, Job job, bool isWhole)
    {
        if (!job.HasChangedTags && !isWhole)
            return;

        session.Command("DELETE FROM marianne_tags WHERE job_id = @1", job.Id).ExecuteNonQuery();
        for (int position = 0; position < job.Tag.Count; position++)
        {
            session.Command(
                "INSERT INTO marianne_tags (job_id, position, tag) VALUES (@1, @2, @3)", job.Id, position, job.Tag[position])
                .ExecuteNonQuery();
        }
    }
}
