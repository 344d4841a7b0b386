namespace Marianne.Jobs;

/// <summary>A recorded attempt of a sheet.</summary>
/// <param name="Id">The attempt's id in the store; 0 before it is recorded.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number, from 1.</param>
/// <param name="AttemptNumber">The number of the attempt, from 1.</param>
/// <param name="Prompt">The prompt or the command; <c>null</c> if it was not recorded.</param>
/// <param name="Output">The output; <c>null</c> if it was not recorded.</param>
/// <param name="ExitCode">The exit code, 0 for success; <c>null</c> if there was none.</param>
/// <param name="Duration">The duration; <c>null</c> if it was not measured.</param>
/// <param name="ExecutedAt">The time at which the attempt was recorded.</param>
public sealed record Execution(
    long Id,
    string JobId,
    int SheetNumber,
    int AttemptNumber,
    string? Prompt,
    string? Output,
    int? ExitCode,
    TimeSpan? Duration,
    DateTimeOffset ExecutedAt)
{
    /// <summary>The number of the run that the attempt belongs to, from 1: it rises each time that sheets of the job are run again.</summary>
    public int Run { get; init; } = 1;

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
