using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>When a sheet that no longer writes output is stopped.</summary>
public sealed record StaleDetectionOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<StaleDetectionOptions> Section { get; } = new("stale_detection");

    /// <summary>Whether sheets without output are stopped.</summary>
    public bool Enabled { get; init; }

    /// <summary>The maximum time without output, in seconds.</summary>
    [Bounds(Above = 0)]
    public double IdleTimeoutSeconds { get; init; } = 300;

    /// <summary>The interval between two checks, in seconds.</summary>
    [Bounds(Above = 0)]
    public double CheckIntervalSeconds { get; init; } = 30;

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (CheckIntervalSeconds >= IdleTimeoutSeconds)
        {
            yield return new("check_interval_seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"check_interval_seconds is {CheckIntervalSeconds} but must be less than idle_timeout_seconds, which is "
                + $"{IdleTimeoutSeconds}. Decrease it, or increase idle_timeout_seconds."));
        }
    }
}
