using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>When a sheet that writes nothing any more is given up.</summary>
public sealed record StaleDetectionOptions : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<StaleDetectionOptions> Section { get; } = new("stale_detection");

    /// <summary>Whether silent sheets are ended.</summary>
    public bool Enabled { get; init; }

    /// <summary>How long a sheet may write nothing, in seconds.</summary>
    [Bounds(Above = 0)]
    public double IdleTimeoutSeconds { get; init; } = 300;

    /// <summary>How often it is looked at, in seconds.</summary>
    [Bounds(Above = 0)]
    public double CheckIntervalSeconds { get; init; } = 30;

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        if (CheckIntervalSeconds >= IdleTimeoutSeconds)
        {
            yield return new("check_interval_seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"check_interval_seconds is {CheckIntervalSeconds}, and must be less than idle_timeout_seconds, which is "
                + $"{IdleTimeoutSeconds}. Lower the one or raise the other."));
        }
    }
}
