namespace Marianne.Waits;

/// <summary>The cells of a <see cref="TimeGrid"/> in which an incident can have ended.</summary>
/// <param name="After">The index of the cell before the first one; -1 for all cells from the first.</param>
/// <param name="Last">The index of the last cell.</param>
internal readonly record struct CellRange(int After, int Last);
