using System.Text.Json;
using Marianne.Durations;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Validates jobs, sheets and attempts before a store writes them.</summary>
public static class JobValidator
{
    /// <summary>The maximum depth of nested JSON in a job. It is deeper than .NET's default.</summary>
    public const int MaximumJsonDepth = 1000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaximumJsonDepth };

    /// <summary>The maximum length of a job id in characters.</summary>
    public const int MaximumIdLength = 256;

    /// <summary>Validates a job id.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="MarianneException">
    /// The id is empty or too long, or it contains control characters or half of a surrogate pair.
    /// </exception>
    public static void CheckId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            throw JobErrors.InvalidId(id, "it is empty");
        if (id.Length > MaximumIdLength)
            throw JobErrors.InvalidId(id, $"it has {id.Length} characters");
        if (id.Any(char.IsControl))
            throw JobErrors.InvalidId(id, "it has a control character");
        if (JsonUnicode.IsHalvedText(id)) // No store can keep such an id.
            throw JobErrors.InvalidId(id, "it has half of a surrogate pair");
    }

    /// <summary>Validates a job and each of its sheets that changed.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="MarianneException">
    /// A value is out of range, or it is not in the set of values that stores know.
    /// </exception>
    public static void Check(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);

        CheckId(job.Id);
        Require(!string.IsNullOrWhiteSpace(job.Name), nameof(job.Name), "is empty");
        Require(job.TotalSheets >= 1, nameof(job.TotalSheets), $"is {job.TotalSheets}, and a job has at least 1 sheet");
        Require(
            job.LastCompletedSheet >= 0 && job.LastCompletedSheet <= job.TotalSheets,
            nameof(job.LastCompletedSheet),
            $"is {job.LastCompletedSheet}, outside 0 to {job.TotalSheets}");
        Require(
            job.CurrentSheet is null || (job.CurrentSheet >= 1 && job.CurrentSheet <= job.TotalSheets),
            nameof(job.CurrentSheet),
            $"is {job.CurrentSheet}, outside 1 to {job.TotalSheets}");
        Require(job.TotalRetryCount >= 0, nameof(job.TotalRetryCount), "is negative");
        Require(job.RateLimitWaits >= 0, nameof(job.RateLimitWaits), "is negative");
        Require(IsKnown(job.Status) || IsKept(job, nameof(job.Status)), nameof(job.Status), "is not a valid status of a job");
        Require(
            job.ConfigSnapshot is null || IsJsonObject(job.ConfigSnapshot),
            nameof(job.ConfigSnapshot),
            "is not a JSON object");

        CheckTags(job);
        foreach (Sheet sheet in job.Sheets.Changed)
            Check(sheet);

        void Require(bool holds, string property, string why)
        {
            if (!holds)
                throw job.Unreadable.TryGetValue(property, out UnreadableValue? value)
                    ? JobErrors.InvalidJob(job, value.Column, $"could not be read: {value.Reason}")
                    : JobErrors.InvalidJob(job, property, why);
        }
    }

    /// <summary>Validates the tags of a job, if they changed.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="MarianneException">A tag is not valid, or there are too many.</exception>
    public static void CheckTags(Job job)
    {
        if (!job.HasChangedTags)
            return;
        if (job.Tag.Count > JobTags.MaximumCount)
            throw JobErrors.InvalidJob(job, nameof(job.Tag), $"has {job.Tag.Count} tags, more than {JobTags.MaximumCount}");
        foreach (string tag in job.Tag)
        {
            if (JobTags.FaultOf(tag) is { } fault)
                throw JobErrors.InvalidJob(job, nameof(job.Tag), $"is not valid: '{tag}' {fault}");
        }
    }

    /// <summary>Throws if a job has no sheet with a number.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The sheet's number; <c>null</c> stands for the job itself and is always valid.</param>
    /// <param name="totalSheets">The number of sheets of the job.</param>
    /// <exception cref="MarianneException">The job has no such sheet.</exception>
    public static void CheckSheet(string id, int? number, int totalSheets)
    {
        if (number < 1 || number > totalSheets)
            throw JobErrors.SheetOutOfRange(id, number.Value, totalSheets);
    }

    /// <summary>Validates a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <exception cref="MarianneException">
    /// A value is out of range, or it is not in the set of values that stores know.
    /// </exception>
    public static void Check(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);

        Require(
            IsKnown(sheet.Status) || IsKept(sheet, nameof(sheet.Status)),
            nameof(sheet.Status),
            "is not a valid status of a sheet");
        Require(sheet.AttemptCount >= 0, nameof(sheet.AttemptCount), "is negative");
        Require(sheet.CompletionAttempts >= 0, nameof(sheet.CompletionAttempts), "is negative");
        Require(sheet.SimilarOutcomesCount >= 0, nameof(sheet.SimilarOutcomesCount), "is negative");
        Require(sheet.ConfidenceScore is null or (>= 0 and <= 1), nameof(sheet.ConfidenceScore), "is outside 0 to 1");
        Require(
            sheet.LastPassPercentage is null or (>= 0 and <= 100),
            nameof(sheet.LastPassPercentage),
            "is outside 0 to 100");
        Require(
            Duration.FaultOf(sheet.ExecutionSeconds) is null,
            nameof(sheet.ExecutionDuration),
            Duration.FaultOf(sheet.ExecutionSeconds) ?? "");
        Require(
            sheet.OutcomeData is null || IsJsonObject(sheet.OutcomeData),
            nameof(sheet.OutcomeData),
            "is not a JSON object");
        Require(FaultOf(sheet.Measures) is null, nameof(sheet.Measures), FaultOf(sheet.Measures) ?? "");
        RequireWord(sheet.ErrorCategory, nameof(sheet.ErrorCategory), ErrorCategories.All);
        RequireWord(sheet.ExitReason, nameof(sheet.ExitReason), ExitReasons.All);
        RequireWord(sheet.ExecutionMode, nameof(sheet.ExecutionMode), ExecutionModes.All);
        RequireWord(sheet.OutcomeCategory, nameof(sheet.OutcomeCategory), OutcomeCategories.All);

        void RequireWord(string? word, string property, IReadOnlyList<string> words)
        {
            if (word is not null && !words.Contains(word) && !IsKept(sheet, property))
                throw JobErrors.InvalidSheet(sheet, property, $"is '{word}', which is not one of: {string.Join(", ", words)}");
        }

        void Require(bool holds, string property, string why)
        {
            if (!holds)
                throw JobErrors.InvalidSheet(sheet, property, why);
        }
    }

    /// <summary>Returns why measures are invalid, or <c>null</c> if they are valid.</summary>
    public static string? FaultOf(SheetMeasures measures) => measures switch
    {
        { InputTokens: < 0 } or { OutputTokens: < 0 } or { CacheReadTokens: < 0 } or { CacheWriteTokens: < 0 } => "has a negative number of tokens",
        { Cost: < 0 } => "has a negative cost",
        { CostConfidence: not (null or (>= 0 and <= 1)) } => "has a confidence outside 0 to 1",
        { Retries: < 0 } or { RateLimitWaits: < 0 } or { QuotaWaits: < 0 } => "has a negative count",
        _ => null,
    };

    /// <summary>Validates an attempt.</summary>
    /// <param name="execution">The attempt.</param>
    /// <param name="totalSheets">The number of sheets of the job.</param>
    /// <exception cref="MarianneException">A value is out of range, or the job has no such sheet.</exception>
    public static void Check(Execution execution, int totalSheets)
    {
        ArgumentNullException.ThrowIfNull(execution);

        if (execution.SheetNumber < 1 || execution.SheetNumber > totalSheets)
            throw JobErrors.SheetOutOfRange(execution.JobId, execution.SheetNumber, totalSheets);
        if (execution.AttemptNumber < 1)
        {
            throw JobErrors.InvalidExecution(
                execution, nameof(execution.AttemptNumber), $"is {execution.AttemptNumber}, and attempts are counted from 1");
        }

        if (Duration.FaultOf(execution.Duration) is { } fault)
            throw JobErrors.InvalidExecution(execution, nameof(execution.Duration), fault);
    }

    private static bool IsKnown(JobStatus status) => Enum.IsDefined(status) && status != JobStatus.Unknown;

    private static bool IsKnown(SheetStatus status) => Enum.IsDefined(status) && status != SheetStatus.Unknown;

    /// <summary>A stored value that could not be read is kept as it is; only a new one is rejected.</summary>
    private static bool IsKept(StoredObject stored, string property) => stored.Unreadable.ContainsKey(property);

    /// <summary>Determines whether a text is a JSON object whose strings are valid Unicode.</summary>
    public static bool IsJsonObject(string json)
    {
        if (JsonUnicode.IsHalvedJson(json))
            return false;

        try
        {
            using var document = JsonDocument.Parse(json, Deep);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
