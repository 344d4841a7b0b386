namespace Marianne.Jobs;

/// <summary>Identifies an execution history that is attached to a job or to one of its sheets.</summary>
/// <param name="SheetNumber">The sheet's number; <c>null</c> for the history of the job itself.</param>
/// <param name="Length">The length of its JSON in bytes.</param>
public sealed record AttachedHistory(int? SheetNumber, long Length);
