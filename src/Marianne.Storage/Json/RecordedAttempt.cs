using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>An attempt in the format of the log file.</summary>
internal sealed record RecordedAttempt(
    long Id,
    string JobId,
    int SheetNum,
    int AttemptNum,
    string? Prompt,
    string? Output,
    int? ExitCode,
    double? DurationSeconds,
    string ExecutedAt)
{
    /// <summary>Converts an attempt to the format of the log file.</summary>
    public static RecordedAttempt Of(Execution execution) => new(
        execution.Id,
        execution.JobId,
        execution.SheetNumber,
        execution.AttemptNumber,
        execution.Prompt,
        execution.Output,
        execution.ExitCode,
        execution.Duration?.TotalSeconds,
        StoredTime.WithZ(execution.ExecutedAt));

    /// <summary>Returns the attempt, or <c>null</c> if a value is invalid.</summary>
    public Execution? ToExecution() => StoredTime.TryParse(ExecutedAt, out DateTimeOffset executedAt)
        ? new(Id, JobId, SheetNum, AttemptNum, Prompt, Output, ExitCode, Duration, executedAt)
        : null;

    private TimeSpan? Duration =>
        DurationSeconds is { } seconds ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
}
