namespace Marianne.Learning;

/// <summary>At which hours of the day recoveries go well.</summary>
public sealed record ExecutionWindow
{
    private const int HoursOfDay = 24;
    private const double CertainAt = 50;

    /// <summary>The code of the error, when only its recoveries count.</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>The model, when only its recoveries count.</summary>
    public string? Model { get; private init; }

    /// <summary>The local hours at which recoveries mostly go well, ascending.</summary>
    public required IReadOnlyList<int> OptimalHours { get; init; }

    /// <summary>The local hours at which they mostly do not, ascending.</summary>
    public required IReadOnlyList<int> AvoidHours { get; init; }

    /// <summary>How sure this is, 0 to 1: certain from fifty samples on.</summary>
    public required double Confidence { get; init; }

    /// <summary>How many recoveries it rests on, those of hours with few samples included.</summary>
    public required long SampleCount { get; init; }

    /// <summary>Each of the 24 hours with its samples.</summary>
    public required IReadOnlyList<RecoveryHour> Hours { get; init; }

    /// <summary>The window of some recoveries.</summary>
    /// <param name="recoveries">
    /// The recoveries by hour; an hour outside the day counts as a sample and is none of its hours.
    /// </param>
    /// <param name="errorCode">The code that was asked for.</param>
    /// <param name="model">The model that was asked for.</param>
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
