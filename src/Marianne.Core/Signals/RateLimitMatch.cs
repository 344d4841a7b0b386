namespace Marianne.Signals;

/// <summary>The result of searching an output for a rate limit.</summary>
/// <param name="Lines">The distinct lines that match a pattern; empty if there is no rate limit.</param>
/// <param name="TimedOut">
/// The patterns that exceeded their time limit, so that their result is not known. A warning is due.
/// </param>
public sealed record RateLimitMatch(IReadOnlyList<string> Lines, IReadOnlyList<string> TimedOut)
{
    /// <summary>Indicates whether the output reports a rate limit.</summary>
    public bool IsRateLimit => Lines.Count > 0;
}
