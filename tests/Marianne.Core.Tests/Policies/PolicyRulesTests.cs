using Marianne.Options;
using Marianne.Policies;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class PolicyRulesTests
{
    [Fact]
    public void All_problems_are_reported_at_once()
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
    public void The_path_of_a_section_is_part_of_its_problems() => Assert.Equal(
        "movements[2].retry.max_retries",
        Assert.Single(RetryOptions.Section.Validate(new() { MaxRetries = -1 }, "movements[2].retry")).Path);

    [Fact]
    public void The_nearest_key_is_suggested_for_an_unknown_one()
    {
        Assert.Equal("retry has no key 'MaxRetries'. Did you mean max_retries?", Message("MaxRetries"));
        Assert.Equal("retry has no key 'jiter'. Did you mean jitter?", Message("jiter"));
        Assert.StartsWith("retry has no key 'x'. The keys are: max_retries, base_delay_seconds, ", Message("x"));

        static string Message(string key) => Assert.Single(RetryOptions.Section.Read([new(key, 1)]).Problems).Message;
    }

    [Fact]
    public void The_base_delay_is_at_most_the_maximum_delay()
    {
        Assert.Empty(RetryOptions.Section.Validate(new() { BaseDelaySeconds = 10, MaxDelaySeconds = 10 }));
        Assert.Equal(
            "base_delay_seconds is 10.5 but must be at most max_delay_seconds, which is 10. Decrease it, or increase "
            + "max_delay_seconds.",
            Assert.Single(RetryOptions.Section.Validate(new() { BaseDelaySeconds = 10.5, MaxDelaySeconds = 10 })).Message);
    }

    [Fact]
    public void The_check_interval_is_shorter_than_the_idle_timeout()
    {
        Assert.Equal(
            "stale_detection.check_interval_seconds",
            Assert.Single(StaleDetectionOptions.Section.Validate(new() { IdleTimeoutSeconds = 30 })).Path);
        Assert.Empty(StaleDetectionOptions.Section.Validate(new() { IdleTimeoutSeconds = 30.5 }));
    }

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(101, 100, false)]
    [InlineData(99, 100, true)]
    [InlineData(0, 100, true)]
    [InlineData(100, 0, true)]
    [InlineData(0, 0, true)]
    public void The_warning_threshold_is_below_the_error_threshold(int warning, int error, bool isValid) => Assert.Equal(
        isValid,
        PreflightOptions.Section.Validate(new() { TokenWarningThreshold = warning, TokenErrorThreshold = error }) is []);

    [Fact]
    public void Without_coordination_limits_of_other_jobs_are_not_honored()
    {
        Assert.True(new CircuitBreakerOptions().HonorOtherJobsRateLimits);
        Assert.False(new CircuitBreakerOptions { HonorOtherJobsRateLimits = true, CrossWorkspaceCoordination = false }
            .HonorOtherJobsRateLimits);
        Assert.False(new CircuitBreakerOptions { HonorOtherJobsRateLimits = false }.HonorOtherJobsRateLimits);
    }

    [Fact]
    public void A_limit_enables_cost_limits_unless_they_are_set_to_false()
    {
        Assert.False(new CostLimitOptions().Enabled);
        Assert.True(new CostLimitOptions { MaxCostPerJob = 1 }.Enabled);
        Assert.True(new CostLimitOptions { MaxCostPerSheet = 1 }.Enabled);
        Assert.False(new CostLimitOptions { MaxCostPerSheet = 1, Enabled = false }.Enabled);
    }

    [Fact]
    public void Enabled_cost_limits_need_a_limit() => Assert.Equal(
        "cost_limits.enabled: enabled is true, but there is no limit. Set max_cost_per_sheet or max_cost_per_job, or omit "
        + "enabled.",
        Assert.Single(CostLimitOptions.Section.Validate(new() { Enabled = true })).ToString());

    [Fact]
    public void Each_invalid_pattern_is_reported_with_its_index()
    {
        IReadOnlyList<OptionProblem> problems =
            RateLimitOptions.Section.Validate(new() { DetectionPatterns = ["ok", "(", "fine", "[a"] });

        Assert.Equal(
            ["rate_limit.detection_patterns[1]", "rate_limit.detection_patterns[3]"],
            problems.Select(problem => problem.Path));
        Assert.StartsWith("'(' is not a valid regular expression: ", problems[0].Message);
    }

    /// <summary>Compiling a long chain of character classes in each other would end the process.</summary>
    [Theory]
    [InlineData("[a-z-[", 10_002)]
    [InlineData("a", 10_001)]
    public void A_pattern_that_is_too_long_is_invalid(string part, int length)
    {
        string pattern = string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1));
        Assert.Contains(
            "more than 10,000",
            Assert.Single(RateLimitOptions.Section.Validate(new() { DetectionPatterns = [pattern] })).Message);

        var rule = new ValidationRule { Type = ValidationKind.ContentRegex, Path = "p", Pattern = pattern };
        Assert.Contains("more than 10,000", Assert.Single(ValidationRule.Section.Validate(rule)).Message);
        Assert.Contains("more than 10,000", SheetCondition.ErrorIn(pattern));
        Assert.Empty(RateLimitOptions.Section.Validate(new() { DetectionPatterns = [new string('a', 10_000)] }));
    }

    [Fact]
    public void A_pattern_that_takes_too_long_for_an_empty_text_is_invalid() => Assert.Contains(
        "takes too long",
        Assert.Single(RateLimitOptions.Section.Validate(
            new() { DetectionPatterns = [@"^(?:$|\z|\Z){60}(?<!$)"] })).Message);

    [Fact]
    public void Only_ten_patterns_may_time_out()
    {
        var options = new RateLimitOptions { DetectionPatterns = [.. Enumerable.Repeat("(a+)+b", 50), "limit"] };
        RateLimitMatch match = new RateLimitDetector(options, TimeSpan.FromMilliseconds(1)).Search(new string('a', 60) + " limit");
        Assert.Equal(10, match.TimedOut.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a*")]
    [InlineData("limit|")]
    public void A_pattern_that_matches_any_output_is_invalid(string pattern) => Assert.Equal(
        $"rate_limit.detection_patterns[1]: '{pattern}' matches any output, so every failure would be treated as a rate limit. "
        + "Use an expression that matches only rate limits, such as rate.?limit, or remove it.",
        Assert.Single(RateLimitOptions.Section.Validate(new() { DetectionPatterns = ["429", pattern] })).ToString());

    [Fact]
    public void An_explicit_value_differs_from_a_default_of_the_same_value()
    {
        Assert.False(new RetryOptions().HasOwnBaseDelay);
        Assert.True(new RetryOptions { BaseDelaySeconds = 10 }.HasOwnBaseDelay);
        Assert.False(new RateLimitOptions().HasOwnWait);
        Assert.True(new RateLimitOptions { WaitMinutes = 60 }.HasOwnWait);
    }
}
