using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>An attempt as a history file holds it.</summary>
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

    /// <summary>The attempt; nothing when a value of it cannot be one.</summary>
    public Execution? ToExecution() => StoredTime.TryParse(ExecutedAt, out DateTimeOffset executedAt)
        ? new(Id, JobId, SheetNum, AttemptNum, Prompt, Output, ExitCode, Duration, executedAt)
        : null;

    private TimeSpan? Duration =>
        DurationSeconds is { } seconds ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
}
