namespace Marianne.Jobs;

/// <summary>One attempt of a sheet, as it was recorded.</summary>
/// <param name="Id">Its number in the store; 0 before it is recorded.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number, from 1.</param>
/// <param name="AttemptNumber">Which attempt of the sheet it was, from 1.</param>
/// <param name="Prompt">The prompt or the command.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="ExitCode">Its exit code; 0 is success.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="ExecutedAt">When it was recorded.</param>
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
    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
