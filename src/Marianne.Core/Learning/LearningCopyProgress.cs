namespace Marianne.Learning;

/// <summary>How far a copy of a learning store is.</summary>
/// <param name="Read">The number of records that were read.</param>
/// <param name="Added">The number of those that the destination did not have, or had in an older version.</param>
public readonly record struct LearningCopyProgress(long Read, long Added);
