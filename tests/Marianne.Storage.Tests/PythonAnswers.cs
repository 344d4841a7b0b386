using System.Text.Json;
using Marianne.Jobs;
using Marianne.Text;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>The answers of the Python implementation about the jobs in its files.</summary>
internal static class PythonAnswers
{
    private static readonly JsonElement Answers = Read();

    private static readonly JsonElement State = Answers.GetProperty("state");

    /// <summary>The ids of all its jobs.</summary>
    public static IEnumerable<string> Ids => State.EnumerateObject().Select(job => job.Name);

    /// <summary>The ids in the order of its listing.</summary>
    public static IEnumerable<string> ListOrder =>
        Answers.GetProperty("list_order").EnumerateArray().Select(id => id.GetString()!);

    /// <summary>Checks that a store gives the same answers, where the two implementations are meant to agree.</summary>
    public static async Task AssertAnswers(IJobStore store, CancellationToken cancellationToken)
    {
        foreach (JsonProperty expected in State.EnumerateObject())
        {
            Job? job = await store.LoadAsync(expected.Name, cancellationToken);
            Assert.NotNull(job);
            AssertJob(expected.Value, job);
            AssertSheets(expected.Value.GetProperty("sheets"), job);
            Assert.Equal(NextSheetOf(expected.Value, job), NextSheet.Of(job));
        }

        List<Job> listed = await store.ListAsync(JobQuery.All, cancellationToken).ToListAsync(cancellationToken);
        Assert.Equal(Ids.Order(StringComparer.Ordinal), listed.Select(job => job.Id).Order(StringComparer.Ordinal));
    }

    /// <summary>Checks the statistics of a store that holds the recorded attempts of the Python implementation.</summary>
    public static async Task AssertStatistics(IJobStore store, CancellationToken cancellationToken)
    {
        foreach (JsonProperty expected in State.EnumerateObject())
        {
            JsonElement statistics = expected.Value.GetProperty("statistics");
            JobStatistics actual = await store.GetStatisticsAsync(expected.Name, cancellationToken);
            var query = new ExecutionQuery { JobId = expected.Name };

            Assert.Equal(Long(expected.Value, "history_count"), await store.CountExecutionsAsync(query, cancellationToken));
            Assert.Equal(Int(statistics, "total_sheets"), actual.TotalSheets);
            Assert.Equal(Int(statistics, "total_retries"), actual.TotalRetries);
            Assert.Equal(Long(statistics, "total_executions"), actual.TotalExecutions);
            Assert.Equal(Long(statistics, "successful_executions") ?? 0, actual.SuccessfulExecutions);
            Assert.Equal(Double(statistics, "avg_duration_seconds"), actual.AverageDuration?.TotalSeconds);
        }
    }

    private static void AssertJob(JsonElement expected, Job job)
    {
        Assert.Empty(job.Unreadable);
        Assert.Equal(Text(expected, "status"), SnakeCaseName.Of(job.Status));
        Assert.Equal(Int(expected, "total_sheets"), job.TotalSheets);
        Assert.Equal(Int(expected, "last_completed_sheet"), job.LastCompletedSheet);
        Assert.Equal(Text(expected, "created_at"), StoredTime.WithOffset(job.CreatedAt));
        Assert.Equal(expected.GetProperty("progress")[0].GetInt32(), job.Progress.Finished);
        Assert.Equal(expected.GetProperty("progress")[1].GetInt32(), job.Progress.Total);
    }

    private static void AssertSheets(JsonElement expected, Job job)
    {
        foreach (Sheet sheet in job.Sheets)
        {
            Assert.Empty(sheet.Unreadable);
            if (!expected.TryGetProperty($"{sheet.Number}", out JsonElement values))
            {
                Assert.Equal(SheetStatus.Pending, sheet.Status);
                continue;
            }

            Assert.Equal(Text(values, "status"), SnakeCaseName.Of(sheet.Status));
            Assert.Equal(Int(values, "attempt_count"), sheet.AttemptCount);
            Assert.Equal(Double(values, "confidence_score"), sheet.ConfidenceScore);
            Assert.Equal(Text(values, "error_category"), sheet.ErrorCategory);
            Assert.Equal(Text(values, "error_message"), sheet.ErrorMessage);
            Assert.Equal(Int(values, "exit_code"), sheet.ExitCode);
            Assert.Equal(Flag(values, "validation_passed"), sheet.ValidationPassed);
            Assert.Equal(
                values.GetProperty("learned_patterns").EnumerateArray().Select(name => name.GetString()!),
                sheet.LearnedPatterns);
        }
    }

    /// <summary>
    /// The Python implementation looks for the next sheet only after the last completed one; Marianne also looks before it.
    /// </summary>
    private static int? NextSheetOf(JsonElement expected, Job job)
    {
        Sheet? elder = job.Sheets.Take(job.LastCompletedSheet).FirstOrDefault(sheet => !sheet.IsFinished);
        return job.IsFinished || elder is null ? Int(expected, "next_sheet") : elder.Number;
    }

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("expected.json")));
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement values, string key) => values.GetProperty(key).GetString();

    private static int? Int(JsonElement values, string key) =>
        values.GetProperty(key) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    private static long? Long(JsonElement values, string key) => Int(values, key);

    private static double? Double(JsonElement values, string key) =>
        values.GetProperty(key) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static bool? Flag(JsonElement values, string key) =>
        values.GetProperty(key) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;
}
