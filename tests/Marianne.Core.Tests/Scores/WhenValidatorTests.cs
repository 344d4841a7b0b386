using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class WhenValidatorTests
{
    [Theory]
    [InlineData("{branch} = 'main'", "is not a valid condition: use == to compare at character 10")]
    [InlineData("{brunch} == 'main'", "The score has no parameter 'brunch'. Did you mean {branch}?")]
    [InlineData("{other} == 'main'", "The score has no parameter 'other'. Declare it in parameters, or correct it.")]
    [InlineData("{token} == 'x'", "{token} is a secret, on which no condition can depend.")]
    [InlineData("'{branch}' == 'main'", "{branch} is in quotes, so it is text. Remove the quotes.")]
    public void An_invalid_condition_is_a_problem_of_the_score(string when, string message)
    {
        ScoreProblem problem = Assert.Single(Read(when).Problems);

        Assert.Equal(("sheets[1].when", 4), (problem.Path, problem.Line));
        Assert.Contains(message, problem.Message);
    }

    [Fact]
    public void A_valid_condition_is_kept()
    {
        Score score = Read("{branch} == 'main' and not {branch} < 3").OrThrow();

        Assert.Equal(score.Sheets[1].When, ScoreJson.Read(ScoreJson.Of(score), "/").Sheets[1].When);
    }

    private static ScoreReadResult Read(string when) => ScoreReadResult.Of(
        new JsonScoreReader().Read(
            $$"""
            {
                "name": "n", "sheets": [
                { "command": "1" }, { "command": "2",
                "when": "{{when}}" }],
                "parameters": { "branch": {}, "token": { "type": "secret" } }
            }
            """),
        "/");
}
