using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Waits;

/// <summary>One wait from the named time, what is learned, and the policies.</summary>
public sealed class WaitPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RetryOptions Plain = new() { Jitter = false };

    [Fact]
    public void A_limit_waits_until_the_named_time_then_as_learned_then_as_the_policy_says()
    {
        WaitPlanner planner = Planner();

        Assert.Equal(3600, Limit(planner, named: 3600, estimate: 77));
        Assert.Equal(77, Limit(planner, estimate: 77));
        Assert.Equal(77, Limit(planner, named: -3600, estimate: 77));
        Assert.Equal(900, Limit(planner));
        Assert.Equal(120, Limit(Planner(limits: new RateLimitOptions { WaitMinutes = 2 })));
    }

    [Fact]
    public void A_limit_that_ends_now_or_has_just_ended_causes_a_short_wait()
    {
        WaitPlanner planner = Planner();

        Assert.Equal(10, Limit(planner, named: 10));
        Assert.Equal(5, Limit(planner, named: 0, estimate: 77));
        Assert.Equal(5, Limit(planner, named: -600, estimate: 77));
        Assert.Equal(77, Limit(planner, named: -601, estimate: 77));
    }

    [Fact]
    public void A_named_time_comes_first_unless_the_service_is_known_to_name_times_that_are_too_early()
    {
        Assert.Equal(300, Limit(Planner(), named: 300, estimate: 400, trust: 0.6));
        Assert.Equal(300, Limit(Planner(), named: 300, estimate: 400)); // The estimate has no hint.
        Assert.Equal(400, Limit(Planner(), named: 300, estimate: 400, trust: 0.4));
        Assert.Equal(300, Limit(Planner(), named: 300, estimate: 100, trust: 0.4));
        Assert.Equal(100, Limit(Planner(new LearningOptions { ObeyNamedTimes = false }), named: 300, estimate: 100, trust: 0.6));
    }

    [Fact]
    public void The_time_since_the_first_error_is_part_of_the_wait()
    {
        Assert.Equal(60, Limit(Planner(), estimate: 160, elapsed: 100));
        Assert.Equal(0, Limit(Planner(), estimate: 160, elapsed: 170));
    }

    [Fact]
    public void A_wait_is_spread_upwards_by_up_to_two_percent_and_at_most_twenty_seconds_after_a_named_time()
    {
        WaitPlanner planner = Planner(retry: new RetryOptions(), random: 0.5);

        Assert.Equal(100, Limit(Planner(random: 0.5), estimate: 100));
        Assert.Equal(101, Limit(planner, estimate: 100));
        Assert.Equal(101, Limit(planner, named: 100));
        Assert.Equal(36_010, Limit(planner, named: 36_000));
    }

    [Fact]
    public void The_static_delay_can_be_a_floor_of_the_first_wait()
    {
        WaitPlanner planner = Planner(new LearningOptions { NeverBeforeStatic = true });

        Assert.Equal(900, Limit(planner, estimate: 100));
        Assert.Equal(100, Limit(planner, estimate: 1000, elapsed: 900));
    }

    [Fact]
    public void A_sheet_stops_waiting_when_the_estimate_gives_up_unless_the_service_names_a_time()
    {
        var estimate = new WaitEstimate(true, TimeSpan.Zero, 0, WaitBasis.All, 3, 0.75, 0, TimeSpan.FromSeconds(30)) { Reason = "why" };

        Assert.Equal("gives up: why", Planner().PlanLimit(Situation("E102"), estimate).GivesUp);
        WaitPlan named = Planner().PlanLimit(Situation("E102") with { NamedTime = Now.AddSeconds(90) }, estimate);
        Assert.Equal((null, 90.0), (named.GivesUp, named.Delay.TotalSeconds));
    }

    [Fact]
    public void A_retry_waits_as_learned_and_at_most_as_long_as_the_score_allows()
    {
        Assert.Equal(77, Retry(Planner(), "E501", estimate: 77));
        Assert.Equal(3600, Retry(Planner(), "E501", estimate: 4000));
        Assert.Equal(77.77, Retry(Planner(retry: new RetryOptions(), random: 0.5), "E501", estimate: 77), 1e-9);
    }

    [Fact]
    public void A_service_that_names_the_end_of_an_outage_is_not_called_before()
    {
        Assert.Equal(120, Retry(Planner(), "E503", named: 120, estimate: 50));
        Assert.Equal(50, Retry(Planner(new LearningOptions { ObeyNamedTimes = false }), "E503", named: 120, estimate: 50));
        Assert.Equal(50, Retry(Planner(), "E503", named: 86_401, estimate: 50));
        Assert.Equal(120, Retry(Planner(), "E009", named: 120));
    }

    [Fact]
    public void Errors_that_do_not_end_by_themselves_and_an_own_base_delay_keep_the_backoff()
    {
        Assert.False(Planner().Learns(ErrorCodes.Unknown));
        Assert.False(Planner().Learns(ErrorCodes.FileMissing));
        Assert.False(Planner(retry: Plain with { BaseDelaySeconds = 0.1 }).Learns(ErrorCodes.Connection));
        Assert.True(Planner(retry: Plain with { BaseDelaySeconds = 0.1 }).Learns(ErrorCodes.ApiRateLimit));
        Assert.False(Planner(new LearningOptions { Strategy = LearningMode.Off }).Learns(ErrorCodes.ApiRateLimit));
        Assert.Equal(
            ["E101", "E102", "E103", "E104", "E501", "E503", "E504", "E901", "E902", "E903", "E904"],
            ErrorCodes.All.Where(Planner().Learns).Select(code => code.Code));

        Assert.Equal(40, Retry(Planner(), "E009", retries: 2));
        Assert.Equal(0.1, Retry(Planner(retry: Plain with { BaseDelaySeconds = 0.1 }), "E501"), 1e-9);
    }

    [Fact]
    public void An_estimator_is_asked_with_the_costs_of_the_score()
    {
        WaitPlanner planner = Planner(new LearningOptions
        {
            PenaltySeconds = 60,
            SecondsPerDollar = 1000,
            FailureBudget = 2,
            GiveUpAfter = TimeSpan.FromHours(3),
        });
        WaitSituation situation = Situation("E501", elapsed: 700) with { Retries = 2 };

        WaitRequest request = planner.RequestOf(situation);
        Assert.Equal((30.0, 60.0, 2.0), (request.StaticDelay.TotalSeconds, request.Penalty.TotalSeconds, request.FailureBudget));
        Assert.Equal((TimeSpan.FromHours(3), TimeSpan.Zero), (request.GiveUpAfter, request.Waited));
        Assert.Equal((situation.Incident.Id, situation.Incident.BeganAt), (request.Incident, request.Began));
        Assert.Equal(200, planner.RequestOf(situation with { CostOfTry = 0.2m }).Penalty.TotalSeconds);

        WaitSituation later = situation with { Incident = situation.Incident with { FailedTries = 1, Waited = TimeSpan.FromSeconds(90) } };
        Assert.Equal(700, planner.RequestOf(later).Waited.TotalSeconds);
    }

    [Fact]
    public void The_compatible_formula_has_no_spread_and_falls_back_to_the_policy()
    {
        WaitPlanner planner = Planner(new LearningOptions { Strategy = LearningMode.Compatible }, random: 0.5, retry: new RetryOptions());

        Assert.Equal(77, Limit(planner, estimate: 77));
        Assert.Equal(900, Limit(planner, estimate: 900, confidence: 0));
        Assert.Equal(77, Retry(planner, "E501", estimate: 77));
        Assert.Equal(33.75, Retry(planner, "E501", estimate: 30, confidence: 0)); // 30 s, and half of 25 %.
        Assert.Equal(101, Limit(planner, named: 100, estimate: 300));
        Assert.Equal(60, planner.RequestOf(Situation("E501") with { Retries = 1 }).StaticDelay.TotalSeconds);
    }

    private static WaitPlanner Planner(
        LearningOptions? learning = null, RateLimitOptions? limits = null, RetryOptions? retry = null, double random = 0) =>
        new(learning ?? new LearningOptions(), limits ?? new RateLimitOptions(), retry ?? Plain, () => random);

    private static double Limit(
        WaitPlanner planner, double? named = null, double? estimate = null, double elapsed = 0, double confidence = 1,
        double trust = 0) =>
        planner.PlanLimit(Situation("E102", elapsed) with { NamedTime = Named(named) }, EstimateOf(estimate, confidence, trust))
            .Delay.TotalSeconds;

    private static double Retry(
        WaitPlanner planner, string code, double? named = null, double? estimate = null, int retries = 0, double confidence = 1) =>
        planner.PlanRetry(
            Situation(code) with { NamedTime = Named(named), Retries = retries }, EstimateOf(estimate, confidence)).Delay.TotalSeconds;

    private static DateTimeOffset? Named(double? seconds) => seconds is { } known ? Now.AddSeconds(known) : null;

    private static WaitEstimate? EstimateOf(double? total, double confidence, double trust = 0) => total is { } seconds
        ? new WaitEstimate(false, TimeSpan.FromSeconds(seconds), 0.8, WaitBasis.All, 3, confidence, trust, TimeSpan.FromSeconds(30))
        : null;

    private static WaitSituation Situation(string code, double elapsed = 0) => new(
        ErrorCodes.Find(code)!,
        new OngoingIncident { Id = "incident", ErrorCode = code, BeganAt = Now.AddSeconds(-elapsed) },
        TimeSpan.FromSeconds(elapsed),
        Now);
}
