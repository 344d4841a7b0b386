namespace Marianne.Learning;

/// <summary>The statistics of a learning store.</summary>
public sealed record LearningStatistics
{
    /// <summary>The number of recorded outcomes.</summary>
    public required long TotalExecutions { get; init; }

    /// <summary>The fraction of outcomes whose first attempt succeeded, 0 to 1; 0 if there are none.</summary>
    public required double SuccessWithoutRetryRate { get; init; }

    /// <summary>The number of recorded patterns.</summary>
    public required long TotalPatterns { get; init; }

    /// <summary>The average effectiveness of the patterns, 0 to 1; 0 if there are none.</summary>
    public required double AveragePatternEffectiveness { get; init; }

    /// <summary>The number of recorded recoveries.</summary>
    public required long TotalErrorRecoveries { get; init; }

    /// <summary>The number of workspaces from which the outcomes come.</summary>
    public required long UniqueWorkspaces { get; init; }

    /// <summary>The statistics of an empty store.</summary>
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
