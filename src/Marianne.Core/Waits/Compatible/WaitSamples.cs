namespace Marianne.Waits;

/// <summary>The successful recoveries from an error, from which a delay is learned.</summary>
/// <param name="Recent">The waits of the most recent recoveries in seconds; at most <see cref="MostRecent"/>.</param>
/// <param name="Count">The number of all successful recoveries.</param>
public sealed record WaitSamples(IReadOnlyList<double> Recent, long Count)
{
    /// <summary>The maximum number of recent recoveries from which a delay is learned.</summary>
    public const int MostRecent = 20;

    /// <summary>No recoveries.</summary>
    public static WaitSamples None { get; } = new([], 0);
}
