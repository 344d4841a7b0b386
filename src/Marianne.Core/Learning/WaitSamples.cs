namespace Marianne.Learning;

/// <summary>The successful recoveries from an error, from which a wait is learned.</summary>
/// <param name="Recent">The waits of the most recent ones, in seconds; at most <see cref="MostRecent"/>.</param>
/// <param name="Count">How many there are altogether.</param>
public sealed record WaitSamples(IReadOnlyList<double> Recent, long Count)
{
    /// <summary>How many of the most recent recoveries a wait is learned from.</summary>
    public const int MostRecent = 20;

    /// <summary>No recoveries.</summary>
    public static WaitSamples None { get; } = new([], 0);
}
