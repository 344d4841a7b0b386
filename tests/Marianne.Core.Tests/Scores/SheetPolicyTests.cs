using Marianne.Options;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>The policies that a sheet has of its own.</summary>
public sealed class SheetPolicyTests
{
    public static TheoryData<string, OptionSection, OptionSection> Pairs => new()
    {
        { "retry", RetryOptions.Section, SheetRetryOptions.Section },
        { "rate_limit", RateLimitOptions.Section, SheetRateLimitOptions.Section },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_sheet_has_the_keys_of_the_score_without_their_defaults(string name, OptionSection score, OptionSection sheet)
    {
        Assert.Equal((name, name), (score.Name, sheet.Name));
        Assert.Equal(score.Keys.Select(Describe), sheet.Keys.Select(Describe));
        Assert.All(sheet.Keys, key => Assert.True(key is { IsOptional: true, Default: null }));

        static (string, OptionValueKind, string?) Describe(OptionKey key) => (key.Name, key.Kind, key.Bounds?.ToString());
    }

    [Fact]
    public void Every_key_of_a_sheet_replaces_that_of_the_score()
    {
        Score score = Read(
            """
            "retry": { "max_retries": 0, "base_delay_seconds": 1, "max_delay_seconds": 2, "exponential_base": 3, "jitter": true,
                "max_completion_attempts": 4, "completion_delay_seconds": 5, "completion_threshold_percent": 6 },
            "rate_limit": { "detection_patterns": [], "wait_minutes": 7, "max_waits": 8, "max_quota_waits": 9 }
            """).OrThrow();

        Assert.Equal(
            new RetryOptions
            {
                MaxRetries = 0,
                BaseDelaySeconds = 1,
                MaxDelaySeconds = 2,
                ExponentialBase = 3,
                Jitter = true,
                MaxCompletionAttempts = 4,
                CompletionDelaySeconds = 5,
                CompletionThresholdPercent = 6,
            },
            score.RetryOf(1));
        RateLimitOptions limits = score.RateLimitOf(1);
        Assert.Empty(limits.DetectionPatterns);
        Assert.Equal((7, true, 8, 9), (limits.WaitMinutes, limits.HasOwnWait, limits.MaxWaits, limits.MaxQuotaWaits));
        Assert.Equal(ScoreJson.Of(score), ScoreJson.Of(ScoreJson.Read(ScoreJson.Of(score), "/")));
    }

    [Fact]
    public void A_key_that_is_omitted_has_its_value_in_the_score()
    {
        Score score = Read(""" "retry": { "max_retries": 3 }, "rate_limit": {} """).OrThrow();

        Assert.Equal(score.Retry with { MaxRetries = 3 }, score.RetryOf(1));
        Assert.Equal(score.RateLimit.DetectionPatterns, score.RateLimitOf(1).DetectionPatterns);
        Assert.False(score.RateLimitOf(1).HasOwnWait);
        Assert.Null(Read("\"retry\": null").OrThrow().Sheets[0].Retry);
    }

    [Fact]
    public void The_options_of_a_sheet_are_checked_together_with_those_of_the_score()
    {
        ScoreProblem problem = Assert.Single(Read(""" "retry": { "max_delay_seconds": 10 } """).Problems);

        Assert.Equal("sheets[0].retry.base_delay_seconds", problem.Path);
        Assert.Contains("base_delay_seconds is 20 but must be at most max_delay_seconds, which is 10.", problem.Message);
    }

    [Fact]
    public void A_pattern_of_a_sheet_must_be_valid()
    {
        ScoreProblem problem = Assert.Single(Read(""" "rate_limit": { "detection_patterns": ["("] } """).Problems);

        Assert.Equal("sheets[0].rate_limit.detection_patterns[0]", problem.Path);
    }

    private static ScoreReadResult Read(string keys) => ScoreReadResult.Of(
        new JsonScoreReader().Read(
            $$"""
            {
                "name": "n", "sheets": [{ "command": "1", {{keys}} }],
                "retry": { "max_retries": 9, "base_delay_seconds": 20 }, "rate_limit": { "detection_patterns": ["slow"] }
            }
            """),
        "/");
}
