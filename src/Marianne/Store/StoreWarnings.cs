using System.Collections.Concurrent;

namespace Marianne.Commands;

/// <summary>
/// The warnings of stores, which any thread adds. The next cmdlet that completes a step writes them, because only its own thread may.
/// </summary>
internal static class StoreWarnings
{
    private static readonly ConcurrentQueue<string> Pending = new();

    /// <summary>Adds a warning.</summary>
    public static void Add(string warning) => Pending.Enqueue(warning);

    /// <summary>Takes the warnings, each of them once.</summary>
    public static IReadOnlyCollection<string> Take()
    {
        if (Pending.IsEmpty)
            return [];

        var taken = new HashSet<string>(StringComparer.Ordinal);
        while (Pending.TryDequeue(out string? warning))
            taken.Add(warning);
        return taken;
    }
}
