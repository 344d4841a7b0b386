using Marianne.Collections;

namespace Marianne.Learning;

/// <summary>The hours of the day in which recoveries mostly succeed or fail.</summary>
public sealed record ExecutionWindow
{
    private const int HoursOfDay = 24;
    private const double CertainAt = 50;

    /// <summary>The error code whose recoveries were used; <c>null</c> for all errors.</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>The model whose recoveries were used; <c>null</c> for all models.</summary>
    public string? Model { get; private init; }

    /// <summary>The local hours in which recoveries mostly succeed, ascending.</summary>
    public required IReadOnlyList<int> OptimalHours { get; init => field = ReadOnlyItems<int>.Of(value); }

    /// <summary>The local hours in which recoveries mostly fail, ascending.</summary>
    public required IReadOnlyList<int> AvoidHours { get; init => field = ReadOnlyItems<int>.Of(value); }

    /// <summary>The confidence, 0 to 1: 1 from fifty samples.</summary>
    public required double Confidence { get; init; }

    /// <summary>The number of recoveries, including those in hours with few samples.</summary>
    public required long SampleCount { get; init; }

    /// <summary>All 24 hours with their recoveries.</summary>
    public required IReadOnlyList<RecoveryHour> Hours { get; init; }

    /// <summary>Computes the window from recoveries.</summary>
    /// <param name="recoveries">
    /// The recoveries by hour. Those with an hour outside 0 to 23 are only counted as samples.
    /// </param>
    /// <param name="errorCode">The error code whose recoveries are given; <c>null</c> for all errors.</param>
    /// <param name="model">The model whose recoveries are given; <c>null</c> for all models.</param>
    public static ExecutionWindow Of(IEnumerable<RecoveryHour> recoveries, string? errorCode = null, string? model = null)
    {
        RecoveryHour[] known = [.. recoveries];
        RecoveryHour[] hours =
        [
            .. Enumerable.Range(0, HoursOfDay).Select(hour => new RecoveryHour(
                hour,
                known.Where(recovery => recovery.Hour == hour).Sum(recovery => recovery.Samples),
                known.Where(recovery => recovery.Hour == hour).Sum(recovery => recovery.Successes))),
        ];
        long samples = known.Sum(recovery => recovery.Samples);
        return new ExecutionWindow
        {
            ErrorCode = errorCode,
            Model = model,
            OptimalHours = [.. hours.Where(hour => hour.Verdict == HourVerdict.Optimal).Select(hour => hour.Hour)],
            AvoidHours = [.. hours.Where(hour => hour.Verdict == HourVerdict.Avoid).Select(hour => hour.Hour)],
            Confidence = Math.Min(samples / CertainAt, 1),
            SampleCount = samples,
            Hours = hours,
        };
    }
}
