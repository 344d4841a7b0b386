namespace Marianne.Learning;

/// <summary>Where a wait comes from.</summary>
public enum WaitStrategy
{
    /// <summary>Nothing was learned: the static delay.</summary>
    StaticFallback,

    /// <summary>From enough recoveries to rely on them alone.</summary>
    GlobalLearned,

    /// <summary>From a few recoveries, and the static delay for the rest.</summary>
    GlobalLearnedBlend,
}
