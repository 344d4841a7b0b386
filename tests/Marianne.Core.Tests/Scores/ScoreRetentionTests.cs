using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>Tests of the rule by which the history of a job is cleared.</summary>
public sealed class ScoreRetentionTests
{
    private static readonly RetentionRule Store = new() { Completed = TimeSpan.FromDays(30), Failed = TimeSpan.FromDays(90), Keep = 10 };

    [Fact]
    public void A_key_of_the_score_wins_and_the_store_has_the_others()
    {
        var options = new RetentionOptions { Completed = TimeSpan.Zero, Cancelled = TimeSpan.FromHours(1) };

        Assert.Equal(
            Store with { Completed = TimeSpan.Zero, Cancelled = TimeSpan.FromHours(1) },
            options.Over(Store));
        Assert.Equal(Store with { Keep = 0 }, new RetentionOptions { Keep = 0 }.Over(Store));
        Assert.Equal(Store, new RetentionOptions().Over(Store));
    }

    [Fact]
    public void The_rule_is_in_the_score_that_the_job_keeps()
    {
        Score score = new()
        {
            Name = "nightly",
            Sheets = [new ScoreSheet { Command = "true" }],
            Retention = new() { Completed = TimeSpan.FromDays(7), Failed = TimeSpan.FromSeconds(0.5), Keep = 3 },
        };

        Assert.Equal(
            Store with { Completed = TimeSpan.FromDays(7), Failed = TimeSpan.FromSeconds(0.5), Keep = 3 },
            RuleOf(ScoreSnapshot.Of(score).Json));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"sheets":[{"prompt":"Say \"retention\""}],"nested":{"retention":{"completed":1}}}""")]
    [InlineData("""{"retention":"short"}""")]
    [InlineData("""{"retention":null}""")]
    [InlineData("""{"retention":{"completed":-1}}""")]
    [InlineData("""{"retention":{"completed":["1d"]}}""")]
    [InlineData("""{"retention":{"days":3}}""")]
    [InlineData("""["retention"]""")]
    [InlineData("""{"retention":""")]
    public void Another_configuration_has_the_rule_of_the_store(string? config) => Assert.Equal(Store, RuleOf(config));

    [Fact]
    public void The_rule_is_described_in_words()
    {
        Assert.Equal("", new RetentionOptions().ToText());
        Assert.Equal(
            "Completed 7d, Failed 90d, Cancelled 1h, at least 3 of the name",
            new RetentionOptions
            {
                Completed = TimeSpan.FromDays(7),
                Failed = TimeSpan.FromDays(90),
                Cancelled = TimeSpan.FromHours(1),
                Keep = 3,
            }.ToText());
    }

    private static RetentionRule RuleOf(string? config) =>
        ScoreRetention.RuleOf(new Job("1", "nightly", 1, DateTimeOffset.UnixEpoch) { ConfigSnapshot = config }, Store);
}
