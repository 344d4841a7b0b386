using Marianne.Options;

namespace Marianne.Policies;

/// <summary>When attempts are held back because the previous ones failed.</summary>
public sealed record CircuitBreakerOptions : OptionSet
{
    private readonly bool? _enabled;
    private readonly bool? _honorOtherJobs;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<CircuitBreakerOptions> Section { get; } = new("circuit_breaker");

    /// <summary>
    /// Whether the circuit breaker is used. If the key is omitted, prompts have one, and commands and scripts have none.
    /// </summary>
    public bool Enabled
    {
        get => _enabled ?? true;
        init => _enabled = value;
    }

    /// <summary>The number of consecutive failures that trips the circuit breaker.</summary>
    [Bounds(AtLeast = 1, AtMost = 100)]
    public int FailureThreshold { get; init; } = 5;

    /// <summary>The time that it stays open before one attempt is allowed, in seconds.</summary>
    [Bounds(Above = 0, AtMost = 3600)]
    public double RecoveryTimeoutSeconds { get; init; } = 300;

    /// <summary>Whether the circuit breaker is shared with jobs in other workspaces.</summary>
    public bool CrossWorkspaceCoordination { get; init; } = true;

    /// <summary>
    /// Whether sheets wait for rate limits that other jobs reported. They never do if cross_workspace_coordination is false.
    /// </summary>
    public bool HonorOtherJobsRateLimits
    {
        get => _honorOtherJobs != false && CrossWorkspaceCoordination;
        init => _honorOtherJobs = value;
    }

    internal override IReadOnlyDictionary<string, object?> ExplicitValues =>
        new Dictionary<string, object?>
        {
            [nameof(Enabled)] = _enabled,
            [nameof(HonorOtherJobsRateLimits)] = _honorOtherJobs,
        };

    /// <summary>Returns the options that apply to a sheet.</summary>
    /// <param name="isPrompt">
    /// Indicates whether the sheet is a prompt, whose service can be down. A command or script fails for its own reasons.
    /// </param>
    public CircuitBreakerOptions For(bool isPrompt) => this with { Enabled = _enabled ?? isPrompt };
}
