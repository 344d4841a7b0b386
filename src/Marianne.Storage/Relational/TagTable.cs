using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>marianne_tags</c>, which holds the tags of jobs. Only this module uses it.</summary>
internal static class TagTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_tags";

    /// <summary>Returns the column that a query of jobs needs for <see cref="Read"/>: the tags as a JSON array, or NULL.</summary>
    /// <remarks>Most jobs have no tags, which the join of the first one shows.</remarks>
    public static string Select(SqlSession session) => session.HasTable(Name)
        ? $"""
          CASE WHEN first_tag.job_id IS NOT NULL THEN
              (SELECT {session.Dialect.JsonArray("tag")}
               FROM (SELECT tag FROM main.marianne_tags WHERE job_id = jobs.id ORDER BY position) AS tags)
          END
          """
        : "NULL";

    /// <summary>Returns the join that such a query needs.</summary>
    /// <param name="session">The session.</param>
    public static string Join(SqlSession session) => session.HasTable(Name)
        ? "LEFT JOIN main.marianne_tags AS first_tag ON first_tag.job_id = jobs.id AND first_tag.position = 0"
        : "";

    /// <summary>Sets the tags of a job.</summary>
    /// <param name="columns">The reader, positioned at the row.</param>
    /// <param name="ordinal">The ordinal of the column.</param>
    /// <param name="job">The job.</param>
    public static void Read(ColumnReader columns, int ordinal, Job job)
    {
        columns.Ordinal = ordinal;
        if (!columns.IsNull)
            job.Tag = JsonSerializer.Deserialize(columns.Raw(), StoredJsonContext.Default.ListString)!;
    }

    /// <summary>Writes the tags of a job, if they changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job.</param>
    /// <param name="isWhole">Indicates whether the file may hold another version than the job was loaded from.</param>
    public static async ValueTask WriteAsync(SqlSession session, Job job, bool isWhole)
    {
        if (!job.HasChangedTags && !isWhole)
            return;

        await session.PostAsync("DELETE FROM main.marianne_tags WHERE job_id = @1", job.Id).ConfigureAwait(false);
        for (int position = 0; position < job.Tag.Count; position++)
        {
            await session.PostAsync(
                "INSERT INTO main.marianne_tags (job_id, position, tag) VALUES (@1, @2, @3)", job.Id, position, job.Tag[position])
                .ConfigureAwait(false);
        }
    }
}
