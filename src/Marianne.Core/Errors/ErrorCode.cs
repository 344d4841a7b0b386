using Marianne.Jobs;

namespace Marianne.Errors;

/// <summary>A kind of failure that the runner knows what to do about.</summary>
/// <param name="Code">Its code, such as <c>E101</c>.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="Category">The kind of failure as stores know it: one of <see cref="ClosedVocabulary.ErrorCategories"/>.</param>
/// <param name="IsRetried">Whether another attempt may succeed.</param>
/// <param name="DefaultWait">How long to wait before it when nothing better is known.</param>
public sealed record ErrorCode(string Code, string Meaning, string Category, bool IsRetried, TimeSpan? DefaultWait)
{
    /// <summary>Whether it is a limit that ends by itself: it is waited for, and uses no retry.</summary>
    public bool IsRateLimit => Category == "rate_limit";

    /// <summary>The code and its meaning.</summary>
    public override string ToString() => $"{Code}: {Meaning}";
}
