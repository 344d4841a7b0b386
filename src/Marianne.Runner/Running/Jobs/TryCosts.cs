using System.Collections.Concurrent;

namespace Marianne.Running;

/// <summary>What the failed attempts of a run cost, for each service. It can be used by several threads.</summary>
internal sealed class TryCosts
{
    /// <summary>The number of the most recent failed attempts whose mean is used.</summary>
    private const int MostRecent = 10;

    private readonly ConcurrentDictionary<string, decimal[]> _costs = new(StringComparer.Ordinal);

    /// <summary>Notes a failed attempt.</summary>
    /// <param name="service">The service that was called; <c>null</c> if it is not known.</param>
    /// <param name="cost">Its cost in US dollars.</param>
    public void Note(string? service, decimal cost) => _costs.AddOrUpdate(
        service ?? "", _ => [cost], (_, earlier) => [.. earlier.TakeLast(MostRecent - 1), cost]);

    /// <summary>Returns the mean cost of the most recent failed attempts in US dollars; 0 if there were none.</summary>
    /// <param name="service">The service that was called; <c>null</c> if it is not known.</param>
    public decimal MeanOf(string? service) => _costs.TryGetValue(service ?? "", out decimal[]? costs) ? costs.Average() : 0;
}
