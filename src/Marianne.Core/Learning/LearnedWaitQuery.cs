using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>Which delay after an error to determine.</summary>
/// <param name="ErrorCode">The error code.</param>
public sealed record LearnedWaitQuery(string ErrorCode)
{
    /// <summary>The model whose recoveries are used. The default is <c>null</c>: all models.</summary>
    public string? Model { get; init; }

    /// <summary>The delay if too little was learned. The default is <c>null</c>: there is none.</summary>
    public TimeSpan? StaticDelay { get; init; }

    /// <summary>The minimum number of samples, 1 or more. The default is 3.</summary>
    public int MinimumSamples { get; init; } = LearnedWaitFormula.DefaultMinimumSamples;

    /// <summary>
    /// The minimum confidence with which the learned delay is used without blending, 0 to 1. The default is 0.7.
    /// </summary>
    public double MinimumConfidence { get; init; } = LearnedWaitFormula.DefaultMinimumConfidence;
}
