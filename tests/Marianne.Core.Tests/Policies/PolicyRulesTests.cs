using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class PolicyRulesTests
{
    [Fact]
    public void Every_problem_is_told_at_once()
    {
        (RetryOptions options, IReadOnlyList<OptionProblem> problems) = RetryOptions.Section.Read(
        [
            new("max_retries", -1), new("max_retrys", 4), new("jitter", "no"), new("exponential_base", 1),
            new("base_delay_seconds", 20), new("max_delay_seconds", 10),
        ]);

        Assert.Equal(
            ["retry.base_delay_seconds", "retry.exponential_base", "retry.jitter", "retry.max_retries", "retry.max_retrys"],
            problems.Select(problem => problem.Path).Order());
        Assert.True(options.Jitter);
    }

    [Fact]
    public void A_section_can_stand_anywhere_in_a_file() => Assert.Equal(
        "movements[2].retry.max_retries",
        Assert.Single(RetryOptions.Section.Check(new() { MaxRetries = -1 }, "movements[2].retry")).Path);

    [Fact]
    public void An_unknown_key_is_answered_with_the_nearest_one()
    {
        Assert.Equal("retry has no key 'MaxRetries'. Did you mean max_retries?", Message("MaxRetries"));
        Assert.Equal("retry has no key 'jiter'. Did you mean jitter?", Message("jiter"));
        Assert.StartsWith("retry has no key 'x'. There are: max_retries, base_delay_seconds, ", Message("x"));

        static string Message(string key) => Assert.Single(RetryOptions.Section.Read([new(key, 1)]).Problems).Message;
    }

    [Fact]
    public void The_base_delay_is_at_most_the_longest()
    {
        Assert.Empty(RetryOptions.Section.Check(new() { BaseDelaySeconds = 10, MaxDelaySeconds = 10 }));
        Assert.Equal(
            "base_delay_seconds is 10.5, and must be at most max_delay_seconds, which is 10. Lower the one or raise the other.",
            Assert.Single(RetryOptions.Section.Check(new() { BaseDelaySeconds = 10.5, MaxDelaySeconds = 10 })).Message);
    }

    [Fact]
    public void A_stale_sheet_is_looked_for_more_often_than_it_may_idle()
    {
        Assert.Equal(
            "stale_detection.check_interval_seconds",
            Assert.Single(StaleDetectionOptions.Section.Check(new() { IdleTimeoutSeconds = 30 })).Path);
        Assert.Empty(StaleDetectionOptions.Section.Check(new() { IdleTimeoutSeconds = 30.5 }));
    }

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(101, 100, false)]
    [InlineData(99, 100, true)]
    [InlineData(0, 100, true)]
    [InlineData(100, 0, true)]
    [InlineData(0, 0, true)]
    public void A_prompt_warns_before_it_fails(int warning, int error, bool isGood) => Assert.Equal(
        isGood,
        PreflightOptions.Section.Check(new() { TokenWarningThreshold = warning, TokenErrorThreshold = error }) is []);

    [Fact]
    public void Without_coordination_nobody_elses_limits_are_honored()
    {
        Assert.True(new CircuitBreakerOptions().HonorOtherJobsRateLimits);
        Assert.False(new CircuitBreakerOptions { HonorOtherJobsRateLimits = true, CrossWorkspaceCoordination = false }
            .HonorOtherJobsRateLimits);
        Assert.False(new CircuitBreakerOptions { HonorOtherJobsRateLimits = false }.HonorOtherJobsRateLimits);
    }

    [Fact]
    public void A_limit_turns_cost_limits_on_and_a_written_false_stays_off()
    {
        Assert.False(new CostLimitOptions().Enabled);
        Assert.True(new CostLimitOptions { MaxCostPerJob = 1 }.Enabled);
        Assert.True(new CostLimitOptions { MaxCostPerSheet = 1 }.Enabled);
        Assert.False(new CostLimitOptions { MaxCostPerSheet = 1, Enabled = false }.Enabled);
    }

    [Fact]
    public void Cost_limits_that_are_on_need_a_limit() => Assert.Equal(
        "cost_limits.enabled: enabled is true, and there is no limit. Give max_cost_per_sheet or max_cost_per_job, or leave "
        + "enabled out.",
        Assert.Single(CostLimitOptions.Section.Check(new() { Enabled = true })).ToString());

    [Fact]
    public void Each_pattern_that_does_not_compile_is_told_by_its_place()
    {
        IReadOnlyList<OptionProblem> problems =
            RateLimitOptions.Section.Check(new() { DetectionPatterns = ["ok", "(", "fine", "[a"] });

        Assert.Equal(
            ["rate_limit.detection_patterns[1]", "rate_limit.detection_patterns[3]"],
            problems.Select(problem => problem.Path));
        Assert.StartsWith("'(' is no regular expression: ", problems[0].Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a*")]
    [InlineData("limit|")]
    public void A_pattern_that_fits_any_output_is_none(string pattern) => Assert.Equal(
        $"rate_limit.detection_patterns[1]: '{pattern}' fits any output, so that every failure would be a rate limit. Write what "
        + "only a limit says, such as rate.?limit, or remove it.",
        Assert.Single(RateLimitOptions.Section.Check(new() { DetectionPatterns = ["429", pattern] })).ToString());

    [Fact]
    public void What_a_score_sets_itself_is_told_from_a_default_of_the_same_value()
    {
        Assert.False(new RetryOptions().HasOwnBaseDelay);
        Assert.True(new RetryOptions { BaseDelaySeconds = 10 }.HasOwnBaseDelay);
        Assert.False(new RateLimitOptions().HasOwnWait);
        Assert.True(new RateLimitOptions { WaitMinutes = 60 }.HasOwnWait);
    }
}
