using Marianne.Options;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Instruments;

/// <summary>The keys of profiles, and what is said about wrong ones.</summary>
public sealed class InstrumentOptionsTests
{
    [Theory]
    [InlineData("""{"comand":["a"]}""", "comand", "Did you mean command?")]
    [InlineData("""{"result":{"sesion":"/id"}}""", "result.sesion", "Did you mean session?")]
    [InlineData("""{"command":[]}""", "command", "must be a string, or a list of strings")]
    [InlineData("""{"command":7}""", "command", "must be a string, or a list of strings")]
    [InlineData("""{"prompt_on":"pipe"}""", "prompt_on[0]", "must be argument, stdin or file")]
    [InlineData("""{"result":{"text":"answer"}}""", "result.text[0]", "must be a JSON pointer such as /result")]
    [InlineData("""{"result":{"records":[{"when":{"type":"x"}}]}}""", "result.records[0].when.type", "is not a JSON pointer")]
    [InlineData("""{"result":{"records":[{"when":{"/type":{}}}]}}""", "result.records[0].when./type", "must be a value or a list of values")]
    [InlineData("""{"result":{"format":"xml"}}""", "result.format", "must be one of text, json, jsonl")]
    [InlineData("""{"exit_codes":{"41":"login"}}""", "exit_codes.41", "is not one of none, rate_limit")]
    [InlineData("""{"exit_codes":{"41":"usage_limi"}}""", "exit_codes.41", "Did you mean usage_limit?")]
    [InlineData("""{"exit_codes":{"many":"auth"}}""", "exit_codes.many", "is not an exit code")]
    [InlineData("""{"messages":[{"pattern":"(","kind":"auth"}]}""", "messages[0].pattern", "is not a valid regular expression")]
    [InlineData("""{"messages":[{"pattern":"^(a|aa)+$","kind":"auth"}]}""", "messages[0].pattern", "takes too long")]
    [InlineData("""{"messages":[{"pattern":"a*","kind":"auth"}]}""", "messages[0].pattern", "matches any line")]
    [InlineData("""{"messages":[{"pattern":"a"}]}""", "messages[0].kind", "kind is missing")]
    [InlineData("""{"messages":[{"pattern":"a","kind":"ratelimit"}]}""", "messages[0].kind", "Did you mean rate_limit?")]
    [InlineData("""{"prices":{"m":{"input":-0.1}}}""", "prices.m.input", "must be a number, at least 0")]
    [InlineData("""{"prices":{"m":{"cached":1}}}""", "prices.m.cached", "has no key 'cached'")]
    [InlineData("""{"command":["a"],"resume":["--last"]}""", "resume", "does not contain {session}")]
    [InlineData("""{"environment":{"A=B":"1"}}""", "environment.A=B", "is not a valid name of an environment variable")]
    [InlineData("""{"result":{"usage_line":"("}}""", "result.usage_line", "is not a valid regular expression")]
    public void A_wrong_profile_is_reported_with_its_key(string profile, string path, string message)
    {
        ScoreReadResult read = Read(
            """{"name":"n","sheets":[{"command":"x"}],"instruments":{"own":""" + profile + "}}");

        ScoreProblem problem = Assert.Single(read.Problems);
        Assert.Equal($"instruments.own.{path}", problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("-x")]
    public void A_name_is_a_word(string name) => Assert.Contains(
        "is not a valid name",
        Assert.Single(Read(
            """{"name":"n","sheets":[{"command":"x"}],"instruments":{""" + $"\"{name}\"" + ":{}}}").Problems).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("command: x", """{"command":"x","instrument":"claude"}""", "which no instrument runs")]
    [InlineData("script: x", """{"script":"x","fallback":["claude"]}""", "which no instrument runs")]
    [InlineData("blank", """{"prompt":"x","instrument":" "}""", "instrument is empty")]
    [InlineData("none", """{"prompt":"x","fallback":["claude"]}""", "the score has no instrument")]
    public void Only_prompts_have_instruments(string name, string sheet, string message)
    {
        _ = name;
        Assert.Contains(
            message, Assert.Single(Read($$"""{"name":"n","sheets":[{{sheet}}]}""").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_needs_no_instrument_of_the_score_if_it_has_its_own() =>
        Assert.True(Read("""{"name":"n","sheets":[{"prompt":"x","instrument":"codex"}]}""").IsValid);

    [Fact]
    public void One_value_is_a_list_of_one()
    {
        Score score = Read(
            """{"name":"n","sheets":[{"command":"x"}],"instruments":{"own":{"command":"agent {prompt}","prompt_on":"stdin","result":{"text":"/a"}}}}""")
            .OrThrow();

        InstrumentOptionsShape(score, "agent {prompt}", ["stdin"], ["/a"]);
    }

    [Fact]
    public void Profiles_that_extend_each_other_are_a_cycle() => Assert.All(
        Read("""{"name":"n","sheets":[{"command":"x"}],"instruments":{"a":{"extends":"b"},"b":{"extends":"a"}}}""").Problems,
        problem => Assert.Contains(" in a cycle: ", problem.Message, StringComparison.Ordinal));

    private static void InstrumentOptionsShape(Score score, string command, string[] channels, string[] text)
    {
        var own = score.Instruments["own"];
        Assert.Equal(new CommandLine(command), own.Command);
        Assert.Equal(channels, own.PromptOn);
        Assert.Equal(text, own.Result.Text);
    }

    private static ScoreReadResult Read(string json) => ScoreReadResult.Of(new JsonScoreReader().Read(json), "/");
}
