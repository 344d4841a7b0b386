namespace Marianne.Learning;

/// <summary>What is asked when a wait is needed.</summary>
/// <param name="ErrorCode">The code of the error.</param>
public sealed record WaitRequest(string ErrorCode)
{
    /// <summary>Only recoveries of this model. Default: of all.</summary>
    public string? Model { get; init; }

    /// <summary>The delay to fall back on. Default: none.</summary>
    public TimeSpan? StaticDelay { get; init; }

    /// <summary>How many samples it takes, 1 or more. Default: 3.</summary>
    public int MinimumSamples { get; init; } = LearnedWaitFormula.DefaultMinimumSamples;

    /// <summary>How sure a wait must be to be taken alone, 0 to 1. Default: 0.7.</summary>
    public double MinimumConfidence { get; init; } = LearnedWaitFormula.DefaultMinimumConfidence;
}
