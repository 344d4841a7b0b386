using Marianne.Instruments;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Secrets;

public sealed class SecretAdviceTests
{
    [Theory]
    [InlineData("a", null)]
    [InlineData("zqx", null)]
    [InlineData(null, "zqx")]
    [InlineData("a long value", "zqx")]
    public void A_short_value_is_reported_and_not_shown(string? variable, string? ofSheet)
    {
        OptionProblem problem = Assert.Single(SecretAdvice.Of(ScoreOf(ofSheet), name => name == "PIN" ? variable : null, () => None));

        Assert.Equal("secrets[1]", problem.Path);
        Assert.StartsWith("The value of 'PIN' has fewer than 4 characters.", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zqx", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("four", "a long value")]
    public void Other_values_are_not(string? variable, string? ofSheet) =>
        Assert.Empty(SecretAdvice.Of(ScoreOf(ofSheet), _ => variable, () => None));

    [Fact]
    public void A_short_value_in_a_profile_is_reported()
    {
        var own = new Dictionary<string, InstrumentOptions>
        {
            ["mine"] = new() { Environment = new Dictionary<string, string> { ["PIN"] = "zqx" } },
        };
        Score score = ScoreOf(null) with { Instrument = "mine", Sheets = [new ScoreSheet { Prompt = "x" }] };

        Assert.Equal("secrets[1]", Assert.Single(SecretAdvice.Of(score, _ => null, () => own)).Path);
    }

    private static Dictionary<string, InstrumentOptions> None { get; } = [];

    private static Score ScoreOf(string? pin) => new()
    {
        Name = "advice",
        Secrets = ["TOKEN", "PIN"],
        Sheets =
        [
            new ScoreSheet
            {
                Command = "true",
                Environment = pin is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["PIN"] = pin },
            },
        ],
    };
}
