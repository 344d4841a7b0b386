namespace Marianne.Commands;

/// <summary>A part of the output of a command, such as what it found for one of its inputs.</summary>
/// <param name="Count">Returns the number of results.</param>
/// <param name="Write">Writes results after a number of skipped ones, up to a number, and returns how many it wrote.</param>
internal sealed record PagedPart(Func<long> Count, Func<long, long, long> Write);
