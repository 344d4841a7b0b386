namespace Marianne.History;

/// <summary>The usage of one type of resource.</summary>
/// <param name="TotalCalls">The number of steps that used the resource.</param>
/// <param name="TotalDuration">The sum of the <c>duration</c> of the steps, by convention in seconds.</param>
/// <param name="Steps">The ids of the steps, depth first, followed by pruned steps.</param>
public sealed record ResourceTotals(int TotalCalls, double TotalDuration, IReadOnlyList<string> Steps);
