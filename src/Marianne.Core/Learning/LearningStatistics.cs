namespace Marianne.Learning;

/// <summary>A learning store in figures.</summary>
public sealed record LearningStatistics
{
    /// <summary>How many outcomes are known.</summary>
    public required long TotalExecutions { get; init; }

    /// <summary>The part of them whose first attempt succeeded, 0 to 1; 0 when there are none.</summary>
    public required double SuccessWithoutRetryRate { get; init; }

    /// <summary>How many patterns are known.</summary>
    public required long TotalPatterns { get; init; }

    /// <summary>How effective they are on average, 0 to 1; 0 when there are none.</summary>
    public required double AveragePatternEffectiveness { get; init; }

    /// <summary>How many recoveries are known.</summary>
    public required long TotalErrorRecoveries { get; init; }

    /// <summary>How many workspaces the outcomes come from.</summary>
    public required long UniqueWorkspaces { get; init; }

    /// <summary>The figures of an empty store.</summary>
    public static LearningStatistics None { get; } = new()
    {
        TotalExecutions = 0,
        SuccessWithoutRetryRate = 0,
        TotalPatterns = 0,
        AveragePatternEffectiveness = 0,
        TotalErrorRecoveries = 0,
        UniqueWorkspaces = 0,
    };
}
