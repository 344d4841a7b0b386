namespace Marianne.Policies;

/// <summary>The cost of a sheet or a job so far, and its limit.</summary>
/// <param name="Limit">The limit in US dollars; <c>null</c> if there is none.</param>
/// <param name="WarnAtPercent">The percentage of the limit at which a warning is written.</param>
public sealed record CostMeter(decimal? Limit, double WarnAtPercent)
{
    /// <summary>The cost so far, in US dollars.</summary>
    public decimal Spent { get; init; }

    /// <summary>Indicates whether the warning was written.</summary>
    public bool HasWarned { get; init; }

    /// <summary>Indicates whether the cost exceeds the limit.</summary>
    public bool IsOver => Spent > Limit;

    /// <summary>The remaining budget in US dollars, 0 or more; <c>null</c> if there is no limit.</summary>
    public decimal? Remaining => Limit is { } limit ? Math.Max(limit - Spent, 0) : null;

    /// <summary>Creates the meter of a job.</summary>
    /// <param name="options">The score's cost limits.</param>
    public static CostMeter OfJob(CostLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CostMeter(options.Enabled ? options.MaxCostPerJob : null, options.WarnAtPercent);
    }

    /// <summary>Creates the meter of a sheet.</summary>
    /// <param name="options">The score's cost limits.</param>
    public static CostMeter OfSheet(CostLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CostMeter(options.Enabled ? options.MaxCostPerSheet : null, options.WarnAtPercent);
    }

    /// <summary>Returns the meter with a cost added, and whether a warning is due.</summary>
    /// <param name="cost">The cost in US dollars, 0 or more.</param>
    public (CostMeter Meter, bool Warns) Add(decimal cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);

        CostMeter next = this with { Spent = Spent + cost };
        bool warns = !HasWarned && next.Spent >= Limit * (decimal)WarnAtPercent / 100;
        return (warns ? next with { HasWarned = true } : next, warns);
    }
}
