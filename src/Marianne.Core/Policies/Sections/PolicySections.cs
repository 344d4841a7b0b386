namespace Marianne.Policies;

/// <summary>The sections that a score may have for its policies.</summary>
public static class PolicySections
{
    /// <summary>Every section, in the order in which they are documented.</summary>
    public static IReadOnlyList<PolicySection> All { get; } =
    [
        RetryOptions.Section,
        RateLimitOptions.Section,
        CircuitBreakerOptions.Section,
        CostLimitOptions.Section,
        StaleDetectionOptions.Section,
        PreflightOptions.Section,
        ParallelismOptions.Section,
    ];
}
