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

    /// <summary>
    /// Writes the warnings, each of them once. One that ends the command, as with <c>-WarningAction Stop</c>, leaves the others to the
    /// next.
    /// </summary>
    /// <param name="write">Writes a warning.</param>
    public static void Write(Action<string> write)
    {
        if (Pending.IsEmpty)
            return;

        var written = new HashSet<string>(StringComparer.Ordinal);
        while (Pending.TryDequeue(out string? warning))
        {
            if (written.Add(warning))
                write(warning);
        }
    }
}
