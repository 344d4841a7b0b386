using System.Globalization;
using System.Text.Json.Serialization;
using Marianne.Durations;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>An attempt in the format of the log file.</summary>
/// <remarks>
/// <see cref="SavedOver"/> is the version of the job that the save with this attempt replaces; <c>null</c> for an attempt that is
/// recorded alone. It is the last value of its line, where <see cref="AttemptLogFile"/> looks for it.
/// </remarks>
internal sealed record RecordedAttempt(
    long Id,
    string JobId,
    int SheetNum,
    int AttemptNum,
    string? Prompt,
    string? Output,
    int? ExitCode,
    double? DurationSeconds,
    string ExecutedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SavedOver = null)
{
    /// <summary>Converts an attempt to the format of the log file.</summary>
    public static RecordedAttempt Of(Execution execution, string? savedOver = null) => new(
        execution.Id,
        execution.JobId,
        execution.SheetNumber,
        execution.AttemptNumber,
        execution.Prompt,
        execution.Output,
        execution.ExitCode,
        execution.Duration?.TotalSeconds,
        StoredTime.WithZ(execution.ExecutedAt),
        savedOver);

    /// <summary>Returns the attempt, or <c>null</c> if a value is invalid. A duration out of range is reported as unreadable.</summary>
    public Execution? ToExecution()
    {
        if (!StoredTime.TryParse(ExecutedAt, out DateTimeOffset executedAt))
            return null;

        bool isDuration = DurationSeconds is { } seconds && Duration.IsStored(seconds);
        var execution = new Execution(
            Id,
            JobId,
            SheetNum,
            AttemptNum,
            Prompt,
            Output,
            ExitCode,
            isDuration ? TimeSpan.FromTicks((long)Math.Round(DurationSeconds!.Value * TimeSpan.TicksPerSecond)) : null,
            executedAt);
        return isDuration || DurationSeconds is null ? execution : execution with { Unreadable = [UnreadableDuration()] };
    }

    private UnreadableValue UnreadableDuration() => new(
        "duration_seconds",
        DurationSeconds!.Value.ToString("R", CultureInfo.InvariantCulture),
        "it is not a valid duration");
}
