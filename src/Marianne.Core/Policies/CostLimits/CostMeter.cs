namespace Marianne.Policies;

/// <summary>Counts what a sheet or a job costs, and knows its limit.</summary>
/// <param name="Limit">What it may cost, in US dollars; nothing when there is no limit.</param>
/// <param name="WarnAtPercent">The percentage of the limit at which there is a warning.</param>
public sealed record CostMeter(decimal? Limit, double WarnAtPercent)
{
    /// <summary>What it has cost so far.</summary>
    public decimal Spent { get; init; }

    /// <summary>Whether there was a warning already.</summary>
    public bool HasWarned { get; init; }

    /// <summary>Whether it has cost more than it may.</summary>
    public bool IsOver => Spent > Limit;

    /// <summary>What may still be spent, never less than nothing; null when there is no limit.</summary>
    public decimal? Left => Limit is { } limit ? Math.Max(limit - Spent, 0) : null;

    /// <summary>The meter of a whole job.</summary>
    public static CostMeter OfJob(CostLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CostMeter(options.Enabled ? options.MaxCostPerJob : null, options.WarnAtPercent);
    }

    /// <summary>The meter of one sheet.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="share">What it may spend of the job's budget; nothing when the job has no limit.</param>
    public static CostMeter OfSheet(CostLimitOptions options, decimal? share)
    {
        ArgumentNullException.ThrowIfNull(options);

        decimal? own = options.Enabled ? options.MaxCostPerSheet : null;
        return new CostMeter(own < share ? own : share ?? own, options.WarnAtPercent);
    }

    /// <summary>The meter after a cost, and whether it is the one at which to warn.</summary>
    public (CostMeter Meter, bool Warns) Add(decimal cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);

        CostMeter next = this with { Spent = Spent + cost };
        bool warns = !HasWarned && next.Spent >= Limit * (decimal)WarnAtPercent / 100;
        return (warns ? next with { HasWarned = true } : next, warns);
    }
}
