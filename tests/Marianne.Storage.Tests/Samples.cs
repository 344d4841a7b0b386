using System.Text.Json;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>Jobs with a value in every property.</summary>
internal static class Samples
{
    public static Job FullJob(string id, RunnerProcess runner, DateTimeOffset now)
    {
        var job = new Job(id, "Nächtlich ✓ 🎼 \"x\"", 3, now.AddDays(-1))
        {
            Description = "Line\nbreak, \\ and 'quotes'",
            Tag = ["nächtlich ✓", "Ops 'n' \"dev\""],
            Status = JobStatus.Running,
            LastCompletedSheet = 1,
            CurrentSheet = 2,
            ConfigHash = "b64ce4228c38fb29",
            ConfigPath = "scores/nächtlich.yaml",
            ConfigSnapshot = """{"name":"ü ✓ 🎼","nested":{"list":[1,2.5,null,true],"big":123456789012345678901234567890}}""",
            Runner = runner,
            ErrorMessage = "boom ✗",
            TotalRetryCount = 4,
            RateLimitWaits = 5,
            StartedAt = now.AddHours(-1),
            CompletedAt = now.AddMinutes(-1),
        };
        Fill(job.Sheets[0], now);
        job.Sheets[1].Status = SheetStatus.InProgress;
        return job;
    }

    public static void AssertEqual(Job expected, Job actual)
    {
        Assert.Equal(JobValues(expected), JobValues(actual));
        AssertJson(expected.ConfigSnapshot, actual.ConfigSnapshot);
        Assert.Equal(expected.Sheets.Count, actual.Sheets.Count);
        Assert.All(expected.Sheets.Zip(actual.Sheets), pair => AssertEqual(pair.First, pair.Second));
    }

    private static void AssertEqual(Sheet expected, Sheet actual)
    {
        Assert.Equal(SheetValues(expected), SheetValues(actual));
        AssertJson(expected.OutcomeData, actual.OutcomeData);
        Assert.Equal(expected.PassedValidations, actual.PassedValidations);
        Assert.Equal(expected.FailedValidations, actual.FailedValidations);
        Assert.Equal(expected.LearnedPatterns, actual.LearnedPatterns);
        AssertJson(
            JsonSerializer.Serialize(expected.ValidationDetails), JsonSerializer.Serialize(actual.ValidationDetails));
    }

    private static void Fill(Sheet sheet, DateTimeOffset now)
    {
        sheet.Status = SheetStatus.Completed;
        sheet.StartedAt = now.AddMinutes(-3);
        sheet.CompletedAt = now.AddMinutes(-2);
        sheet.AttemptCount = 2;
        sheet.ExitCode = -1;
        sheet.ErrorMessage = "näh\n";
        sheet.ErrorCategory = "rate_limit";
        sheet.ValidationPassed = false;
        sheet.ValidationDetails = [Detail(now), new ValidationDetail { Passed = false }];
        sheet.CompletionAttempts = 1;
        sheet.PassedValidations = ["ok", "ü"];
        sheet.FailedValidations = ["not ok"];
        sheet.LastPassPercentage = 66.5;
        sheet.ExecutionMode = "retry";
        sheet.OutcomeData = """{"a":[1,{"b":"ü"}],"c":1e400}""";
        sheet.ConfidenceScore = 0.123456789;
        sheet.LearnedPatterns = ["p1", "p2"];
        sheet.SimilarOutcomesCount = 7;
        sheet.SuccessWithoutRetry = true;
        sheet.OutcomeCategory = "success_retry";
        sheet.ExecutionDuration = TimeSpan.FromSeconds(12.345678);
        sheet.ExitSignal = 9;
        sheet.ExitReason = "killed";
        sheet.Measures = Measures(now);
    }

    public static SheetMeasures Measures(DateTimeOffset now) => new()
    {
        ErrorCode = "E101",
        Model = "modèle \"4\" ✓",
        InputTokens = 12_345_678_901,
        OutputTokens = 2,
        Cost = 0.1000000000000000000000000001m,
        CostConfidence = 0.85,
        CacheReadTokens = 3,
        CacheWriteTokens = 4,
        CostSource = CostSource.Priced,
        SessionId = "5f0c-\u00fc",
        SessionInstrument = "codex",
        SessionUsage = new SessionUsage(1, 2, 3, 4, 0.5m),
        Retries = 3,
        RateLimitWaits = 4,
        QuotaWaits = 5,
        WaitingSince = now.AddMinutes(-2).AddMicroseconds(7),
        NextAttemptAt = now.AddHours(1),
        ErrorCodes = ["E001", "E101"],
    };

    private static ValidationDetail Detail(DateTimeOffset now) => new()
    {
        RuleType = "file_exists",
        Description = "ü",
        Path = "out/1.md",
        Pattern = @"\d+",
        Passed = true,
        ActualValue = "1",
        ExpectedValue = "2",
        ErrorMessage = "none",
        CheckedAt = now.ToString("O"),
        CheckDurationMs = 1.5,
        Confidence = 0.5,
        FailureReason = "because",
        FailureCategory = "missing",
        SuggestedFix = "make it",
        ErrorType = "IOError",
        Other = new Dictionary<string, JsonElement> { ["extra"] = JsonDocument.Parse("[1]").RootElement },
    };

    private static object?[] JobValues(Job job) =>
    [
        job.Id, job.Name, job.Description, job.Status, job.TotalSheets, job.LastCompletedSheet, job.CurrentSheet,
        job.ConfigHash, job.ConfigPath, job.Runner, job.ErrorMessage, job.TotalRetryCount, job.RateLimitWaits,
        job.CreatedAt, job.UpdatedAt, job.StartedAt, job.CompletedAt, string.Join('\n', job.Tag),
    ];

    private static object?[] SheetValues(Sheet sheet) =>
    [
        sheet.JobId, sheet.Number, sheet.Status, sheet.StartedAt, sheet.CompletedAt, sheet.AttemptCount,
        sheet.ExitCode, sheet.ErrorMessage, sheet.ErrorCategory, sheet.ValidationPassed, sheet.CompletionAttempts,
        sheet.LastPassPercentage, sheet.ExecutionMode, sheet.ConfidenceScore, sheet.SimilarOutcomesCount,
        sheet.SuccessWithoutRetry, sheet.OutcomeCategory, sheet.ExecutionDuration, sheet.ExitSignal, sheet.ExitReason,
        sheet.Measures,
    ];

    /// <summary>Stores may change the layout of JSON but not its values, with every digit of a number.</summary>
    private static void AssertJson(string? expected, string? actual)
    {
        if (expected is null || actual is null)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(Flatten(JsonDocument.Parse(expected).RootElement), Flatten(JsonDocument.Parse(actual).RootElement));
    }

    private static string Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(',', element.EnumerateObject().Select(p => p.Name + ':' + Flatten(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Flatten)) + "]",
        JsonValueKind.String => '"' + element.GetString() + '"',
        _ => element.GetRawText(),
    };
}
