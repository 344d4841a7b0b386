namespace Marianne.Signals;

/// <summary>What a search of an output for signs of a rate limit found.</summary>
/// <param name="Lines">The lines that have a sign, each once; empty when there is no rate limit.</param>
/// <param name="TimedOut">The patterns that took too long and so say nothing: worth a warning.</param>
public sealed record RateLimitMatch(IReadOnlyList<string> Lines, IReadOnlyList<string> TimedOut)
{
    /// <summary>Whether the output tells of a rate limit.</summary>
    public bool IsRateLimit => Lines.Count > 0;
}
