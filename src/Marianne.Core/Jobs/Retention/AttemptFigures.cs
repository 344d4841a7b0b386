using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>The figures of recorded attempts, which stay in the statistics after the attempts were cleared.</summary>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="Successful">The number of those with exit code 0.</param>
/// <param name="Timed">The number of those with a duration.</param>
/// <param name="Seconds">The sum of their durations in seconds.</param>
public readonly record struct AttemptFigures(long Attempts, long Successful, long Timed, double Seconds)
{
    /// <summary>The mean duration in seconds; <c>null</c> if no duration was recorded.</summary>
    [JsonIgnore]
    public double? MeanSeconds => Timed == 0 ? null : Seconds / Timed;

    /// <summary>Returns the figures of some attempts.</summary>
    /// <param name="executions">The attempts.</param>
    public static AttemptFigures Of(IEnumerable<Execution> executions)
    {
        ArgumentNullException.ThrowIfNull(executions);
        return executions.Aggregate(default(AttemptFigures), (sum, execution) => sum + new AttemptFigures(
            1,
            execution.ExitCode == 0 ? 1 : 0,
            execution.Duration is null ? 0 : 1,
            execution.Duration?.TotalSeconds ?? 0));
    }

    /// <summary>Returns the sum of two figures.</summary>
    public static AttemptFigures operator +(AttemptFigures left, AttemptFigures right) => new(
        left.Attempts + right.Attempts, left.Successful + right.Successful, left.Timed + right.Timed, left.Seconds + right.Seconds);

    /// <summary>Returns the sum of these figures and others.</summary>
    /// <param name="other">The other figures.</param>
    public AttemptFigures Add(AttemptFigures other) => this + other;
}
