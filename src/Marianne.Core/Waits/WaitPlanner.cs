using Marianne.Durations;
using Marianne.Errors;
using Marianne.Policies;

namespace Marianne.Waits;

/// <summary>
/// Decides how long a sheet waits after an error, from the time that the service named, what is learned, and the policies of the
/// score.
/// </summary>
/// <param name="learning">How waits are learned.</param>
/// <param name="limits">The delays for rate limits.</param>
/// <param name="retry">The delays before retries.</param>
/// <param name="random">Returns a random number, at least 0 and less than 1.</param>
public sealed class WaitPlanner(LearningOptions learning, RateLimitOptions limits, RetryOptions retry, Func<double> random)
{
    /// <summary>
    /// The part of a wait that is added to it at most, so that many workers that wait for the same moment do not all try at once.
    /// </summary>
    private const double Spread = 0.02;

    /// <summary>
    /// The trust in named times below which the service is known to name times that are too early. A time that the service names
    /// comes first otherwise.
    /// </summary>
    private const double LeastTrust = 0.5;

    /// <summary>The longest time after a named one by which an attempt is put off.</summary>
    private static readonly TimeSpan LongestSpreadOfNamed = TimeSpan.FromSeconds(20);

    /// <summary>The longest outage that is waited for in one piece.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromDays(1);

    /// <summary>The delay if a limit ends now, or has just ended.</summary>
    private static readonly TimeSpan ShortDelay = TimeSpan.FromSeconds(5);

    /// <summary>A time that has passed by no more than this means that the limit has just ended.</summary>
    private static readonly TimeSpan JustPast = TimeSpan.FromMinutes(10);

    /// <summary>Determines whether the wait after an error is learned. A base delay that the score sets is used as it is.</summary>
    /// <param name="code">The error.</param>
    public bool Learns(ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return learning.Strategy != LearningMode.Off && code.HasLearnedWait && (code.IsRateLimit || !retry.HasOwnBaseDelay);
    }

    /// <summary>Returns what an estimator is asked.</summary>
    /// <param name="situation">The incident.</param>
    public WaitRequest RequestOf(WaitSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);

        double costOfTry = (double)situation.CostOfTry * learning.SecondsPerDollar;
        return new WaitRequest(StaticDelay(situation))
        {
            Began = situation.Incident.BeganAt,
            Waited = situation.Incident.FailedTries == 0 ? TimeSpan.Zero : situation.Elapsed,
            FailedTries = situation.Incident.FailedTries,
            Hint = situation.Incident.Hint,
            Incident = situation.Incident.Id,
            Now = situation.Now,
            Penalty = Duration.FromSeconds(Math.Max(learning.PenaltySeconds, costOfTry)),
            FailureBudget = learning.FailureBudget,
            GiveUpAfter = learning.GiveUpAfter,
        };
    }

    /// <summary>Returns the next wait for a rate limit.</summary>
    /// <param name="situation">The incident; its code's <see cref="ErrorCode.IsRateLimit"/> is <c>true</c>.</param>
    /// <param name="estimate">What is learned, or <c>null</c> if the wait is not learned.</param>
    public WaitPlan PlanLimit(WaitSituation situation, WaitEstimate? estimate)
    {
        ArgumentNullException.ThrowIfNull(situation);

        if (situation.NamedTime is { } past && past <= situation.Now && past >= situation.Now - JustPast)
            return new WaitPlan(ShortDelay, "the limit has just ended");

        TimeSpan? named = situation.NamedTime > situation.Now ? situation.NamedTime - situation.Now : null;
        return Plan(situation, named, estimate) ?? new WaitPlan(StaticDelay(situation));
    }

    /// <summary>Returns the wait before a failed sheet is retried.</summary>
    /// <param name="situation">The incident.</param>
    /// <param name="estimate">What is learned, or <c>null</c> if the wait is not learned.</param>
    public WaitPlan PlanRetry(WaitSituation situation, WaitEstimate? estimate)
    {
        ArgumentNullException.ThrowIfNull(situation);

        TimeSpan named = situation.NamedTime - situation.Now ?? TimeSpan.Zero;
        TimeSpan? floor = named > TimeSpan.Zero && named <= LongestOutage ? named : null;
        TimeSpan most = Duration.FromSeconds(retry.MaxDelaySeconds);
        WaitPlan plan = Plan(situation, named: null, estimate)
            ?? new WaitPlan(Backoff.Delay(retry, situation.Retries, random, situation.Code));
        if (plan.Delay > most)
            plan = new WaitPlan(most, "max_delay_seconds allows no more");
        return floor is { } least && least > plan.Delay && (estimate is null || learning.ObeyNamedTimes) ? Named(least) : plan;
    }

    /// <summary>Returns the wait according to the named time and what is learned, or <c>null</c> if there is neither.</summary>
    private WaitPlan? Plan(WaitSituation situation, TimeSpan? named, WaitEstimate? estimate)
    {
        if (estimate is null || (learning.Strategy == LearningMode.Compatible && (named is not null || estimate.Confidence == 0)))
            return named is { } only ? Named(only) : null;

        if (estimate.GivesUp && named is null)
            return new WaitPlan(TimeSpan.Zero) { GivesUp = estimate.Why };

        TimeSpan delay = estimate.GivesUp ? TimeSpan.Zero : Duration.Max(estimate.Total - situation.Elapsed, TimeSpan.Zero);
        if (learning.NeverBeforeStatic)
            delay = Duration.Max(delay, StaticDelay(situation) - situation.Elapsed);
        bool isTrusted = estimate.HintTrust is 0 or >= LeastTrust || estimate.GivesUp;
        if (named is { } least && (learning.ObeyNamedTimes || estimate.GivesUp) && (isTrusted || least >= delay))
            return Named(least);

        // A wait of the compatible formula is recorded and learned from again, so that an addition would make it grow without end.
        bool isSpread = retry.Jitter && learning.Strategy != LearningMode.Compatible;
        return new WaitPlan(isSpread ? delay + (delay * (Spread * random())) : delay, estimate.Reason);
    }

    private WaitPlan Named(TimeSpan delay) => new(
        retry.Jitter ? delay + (Duration.Min(delay * Spread, LongestSpreadOfNamed) * random()) : delay,
        "the service named this time");

    /// <summary>
    /// Returns the delay that is assumed while nothing is known. It does not grow with each retry, because the estimator plans the
    /// later attempts, too; the compatible formula does not.
    /// </summary>
    private TimeSpan StaticDelay(WaitSituation situation) =>
        situation.StaticDelay is { } own ? own
        : situation.Code.IsRateLimit ? RateLimitPolicy.StaticDelay(limits, situation.Code)
        : learning.Strategy == LearningMode.Compatible ? Backoff.StaticDelay(retry, situation.Retries, situation.Code)
        : situation.Code.DefaultWait ?? WaitRequest.UnknownDelay;
}
