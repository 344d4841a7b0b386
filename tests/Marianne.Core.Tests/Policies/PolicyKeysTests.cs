using System.Globalization;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class PolicyKeysTests
{
    private const double None = double.NaN;

    /// <summary>Every key with a range: its default, a value at each bound, and one just beyond each.</summary>
    public static TheoryData<string, double, double[], double[]> Numbers => new()
    {
        { "retry.max_retries", 3, [0, int.MaxValue], [-1] },
        { "retry.base_delay_seconds", 10, [0.001, 3600], [0, -1] },
        { "retry.max_delay_seconds", 3600, [10, 1e300], [0] },
        { "retry.exponential_base", 2, [1.001, 1e9], [1, 0.5] },
        { "retry.max_completion_attempts", 5, [0], [-1] },
        { "retry.completion_delay_seconds", 5, [0, 1e6], [-0.001] },
        { "retry.completion_threshold_percent", 50, [0.001, 100], [0, 100.001] },
        { "rate_limit.wait_minutes", 60, [1, int.MaxValue], [0] },
        { "rate_limit.max_waits", 24, [1], [0] },
        { "rate_limit.max_quota_waits", 48, [1], [0] },
        { "circuit_breaker.failure_threshold", 5, [1, 100], [0, 101] },
        { "circuit_breaker.recovery_timeout_seconds", 300, [0.001, 3600], [0, 3600.001] },
        { "cost_limits.max_cost_per_sheet", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.max_cost_per_job", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.cost_per_1k_input_tokens", 0.003, [0.001], [0] },
        { "cost_limits.cost_per_1k_output_tokens", 0.015, [0.001], [0] },
        { "cost_limits.warn_at_percent", 80, [0.001, 100], [0, 100.001] },
        { "stale_detection.idle_timeout_seconds", 300, [30.001, 1e9], [0] },
        { "stale_detection.check_interval_seconds", 30, [0.001, 299], [0] },
        { "preflight.token_warning_threshold", 50_000, [0, 149_999], [-1] },
        { "preflight.token_error_threshold", 150_000, [0, 50_001], [-1] },
        { "parallel.max_concurrent", 3, [1, 20], [0, 21] },
        { "parallel.stagger_delay_ms", 0, [0, 5000], [-1, 5001] },
    };

    public static TheoryData<string, bool> Switches => new()
    {
        { "retry.jitter", true },
        { "circuit_breaker.enabled", true },
        { "circuit_breaker.cross_workspace_coordination", true },
        { "circuit_breaker.honor_other_jobs_rate_limits", true },
        { "cost_limits.enabled", false },
        { "stale_detection.enabled", false },
        { "parallel.enabled", false },
        { "parallel.fail_fast", true },
        { "parallel.budget_partition", true },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_has_its_default_and_its_range(string path, double standard, double[] good, double[] bad)
    {
        Assert.Equal(
            double.IsNaN(standard) ? null : standard,
            Written.Key(path).Default is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : (double?)null);

        foreach (double number in good)
            Assert.Empty(Written.Read(path, number).Problems);
        foreach (double number in bad)
        {
            ScoreProblem problem = Assert.Single(Written.Read(path, number).Problems, problem => problem.Path == path);
            string key = path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{key} is {number}, and must be "), problem.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_takes_no_text_and_nothing_infinite(string path, double standard, double[] good, double[] bad)
    {
        _ = (standard, good, bad);
        Assert.Single(Written.Read(path, "3").Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.PositiveInfinity).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.NaN).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, true).Problems, problem => problem.Path == path);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_has_its_default_and_takes_nothing_but_true_and_false(string path, bool standard)
    {
        Assert.Equal(standard, Written.Key(path).Default);
        Assert.Equal(
            $"{path}: {path.Split('.')[1]} is 'yes', and must be true or false. "
            + $"Leave it out for {(standard ? "true" : "false")}.",
            Assert.Single(Written.Read(path, "yes").Problems).ToString());
    }

    [Fact]
    public void Every_key_is_tested_here()
    {
        string[] tested = [.. Numbers.Select(row => row.Data.Item1), .. Switches.Select(row => row.Data.Item1)];
        IEnumerable<string> known = Written.Sections
            .SelectMany(section => section.Keys.Select(key => $"{section.Name}.{key.Name}"));

        Assert.Equal(known.Order(), tested.Append("rate_limit.detection_patterns").Order());
    }

    [Fact]
    public void The_message_says_the_value_the_range_and_the_way_out() => Assert.Equal(
        "parallel.max_concurrent: max_concurrent is 21, and must be a whole number, at least 1 and at most 20. "
        + "Leave it out for 3.",
        Assert.Single(Written.Read("parallel.max_concurrent", 21).Problems).ToString());

    [Fact]
    public void A_whole_number_takes_no_fraction()
    {
        Assert.Single(Written.Read("retry.max_retries", 2.5).Problems);
        Assert.Single(Written.Read("retry.max_retries", 3e9).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2.0).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2L).Problems);
    }

    [Fact]
    public void Nothing_is_no_value_unless_the_key_may_be_empty()
    {
        Assert.Equal(
            "max_retries is nothing, and must be a whole number, at least 0. Leave it out for 3.",
            Assert.Single(Written.Read("retry.max_retries", null).Problems).Message);
        Assert.Empty(Written.Read("cost_limits.max_cost_per_job", null).Problems);
    }

    [Fact]
    public void Patterns_are_a_list_of_texts()
    {
        const string Path = "rate_limit.detection_patterns";
        Assert.Equal(
            ["rate.?limit", "usage.?limit", "quota", "too many requests", "429", "capacity", "try again later"],
            (IReadOnlyList<string>)Written.Key(Path).Default!);
        Assert.Equal(["a", "b"], ((RateLimitOptions)Written.Read(Path, new object[] { "a", "b" }).Options).DetectionPatterns);
        Assert.Single(Written.Read(Path, "quota").Problems);
        Assert.Single(Written.Read(Path, new object[] { "quota", 429 }).Problems);
    }
}
