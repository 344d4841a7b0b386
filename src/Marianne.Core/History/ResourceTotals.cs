namespace Marianne.History;

/// <summary>What steps used of one type of resource.</summary>
/// <param name="TotalCalls">How many steps used it.</param>
/// <param name="TotalDuration">The sum of their <c>duration</c>, in the unit that they gave: seconds, by convention.</param>
/// <param name="Steps">Their ids, depth first; pruned ones at the end.</param>
public sealed record ResourceTotals(int TotalCalls, double TotalDuration, IReadOnlyList<string> Steps);
