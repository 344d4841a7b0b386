using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Core.Tests.Policies;

/// <summary>Sections as a score would have them.</summary>
internal static class Written
{
    /// <summary>The sections of policies whose keys are plain values.</summary>
    public static IReadOnlyList<ScoreSection> Sections { get; } =
    [
        RetryOptions.Section,
        RateLimitOptions.Section,
        CircuitBreakerOptions.Section,
        CostLimitOptions.Section,
        StaleDetectionOptions.Section,
        PreflightOptions.Section,
        ParallelismOptions.Section,
    ];

    public static ScoreKey Key(string path) =>
        Sections.Single(section => section.Name == path.Split('.')[0]).Find(path.Split('.')[1])!;

    /// <summary>The options of a section in which one key is written.</summary>
    public static (ScoreOptions Options, IReadOnlyList<ScoreProblem> Problems) Read(string path, object? value)
    {
        KeyValuePair<string, object?>[] written = [new(path.Split('.')[1], value)];
        return path.Split('.')[0] switch
        {
            "retry" => RetryOptions.Section.Read(written),
            "rate_limit" => RateLimitOptions.Section.Read(written),
            "circuit_breaker" => CircuitBreakerOptions.Section.Read(written),
            "cost_limits" => CostLimitOptions.Section.Read(written),
            "stale_detection" => StaleDetectionOptions.Section.Read(written),
            "preflight" => PreflightOptions.Section.Read(written),
            _ => ParallelismOptions.Section.Read(written),
        };
    }
}
