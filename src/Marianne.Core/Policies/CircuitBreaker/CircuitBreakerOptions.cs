using Marianne.Options;

namespace Marianne.Policies;

/// <summary>When attempts are held back because all before them failed.</summary>
public sealed record CircuitBreakerOptions : OptionSet
{
    private readonly bool? _honorOtherJobs;

    /// <summary>The section and its keys.</summary>
    public static OptionSection<CircuitBreakerOptions> Section { get; } = new("circuit_breaker");

    /// <summary>Whether there is a circuit breaker.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How many failures in a row open it.</summary>
    [Bounds(AtLeast = 1, AtMost = 100)]
    public int FailureThreshold { get; init; } = 5;

    /// <summary>How long it stays open before one attempt is let through, in seconds.</summary>
    [Bounds(Above = 0, AtMost = 3600)]
    public double RecoveryTimeoutSeconds { get; init; } = 300;

    /// <summary>Whether its state is shared with other jobs.</summary>
    public bool CrossWorkspaceCoordination { get; init; } = true;

    /// <summary>Whether a rate limit that another job ran into is waited for; never without coordination.</summary>
    public bool HonorOtherJobsRateLimits
    {
        get => _honorOtherJobs != false && CrossWorkspaceCoordination;
        init => _honorOtherJobs = value;
    }

    internal override IReadOnlyDictionary<string, object?> Given =>
        new Dictionary<string, object?> { [nameof(HonorOtherJobsRateLimits)] = _honorOtherJobs };
}
