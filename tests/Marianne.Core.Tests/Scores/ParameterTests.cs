using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>The parameters of a score and the values that a job has for them.</summary>
public sealed class ParameterTests
{
    private static readonly string[] Items = ["1", "2"];

    public static TheoryData<string, object?, object?> Values => new()
    {
        { "string", "x", "x" },
        { "string", "", "" },
        { "string", 5, null },
        { "string", null, null },
        { "string", "a\0b", null },
        { "int", 5, 5L },
        { "int", 5.0, 5L },
        { "int", "-5", -5L },
        { "int", 5.5, null },
        { "int", "5.5", null },
        { "int", "", null },
        { "int", true, null },
        { "int", ulong.MaxValue, null },
        { "number", 5, 5.0 },
        { "number", "1.5", 1.5 },
        { "number", double.NaN, null },
        { "number", "x", null },
        { "bool", true, true },
        { "bool", "False", false },
        { "bool", 1, null },
        { "bool", "yes", null },
        { "path", "/a/b", "/a/b" },
        { "path", " ", null },
        { "list", new object[] { "a", 2 }, "a|2" },
        { "list", "a", "a" },
        { "list", Array.Empty<object>(), "" },
        { "list", new object?[] { null }, null },
        { "list", 5, null },
        { "secret", "s3cret", "s3cret" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_has_the_type_of_its_parameter(string type, object? value, object? expected)
    {
        Score score = Read($$""" "p": { "type": "{{type}}" }""").OrThrow();

        if (expected is null)
        {
            MarianneException error = Assert.Throws<MarianneException>(() => Resolve(score, ("p", value)));
            Assert.Equal(MarianneError.InvalidParameter, error.Error);
            Assert.StartsWith($"The parameter 'p' has the type {type}, but its value is ", error.Message);
            return;
        }

        ParameterValues values = Resolve(score, ("P", value)); // Names ignore case, as everywhere in PowerShell.
        object? found = type == "secret" ? values.Secrets["p"] : values.Stored["p"];
        Assert.Equal(expected, found is IReadOnlyList<string> list ? string.Join('|', list) : found);
    }

    [Fact]
    public void A_value_of_a_secret_is_not_shown()
    {
        Score score = Read(""" "token": { "type": "secret" }""").OrThrow();

        MarianneException error = Assert.Throws<MarianneException>(() => Resolve(score, ("token", 12345)));

        Assert.Equal("The parameter 'token' has the type secret, but its value is not a string. It must be a string.", error.Message);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        Score score = Read(""" "branch": {}, "count": { "type": "int", "default": 1 }, "token": { "type": "secret" }""").OrThrow();

        MarianneException error = Assert.Throws<MarianneException>(() => Resolve(score, ("brunch", "x"), ("other", 1), ("count", "x")));

        Assert.Equal(
            "The score 'n' has no parameter 'brunch'. Did you mean branch? "
            + "The score 'n' has no parameter 'other'. Its parameters are: branch, count, token. "
            + "The parameter 'branch' (string) has no value and no default. Specify it with -Parameter. "
            + "The parameter 'count' has the type int, but its value is 'x'. It must be a whole number.",
            error.Message);
    }

    [Fact]
    public void A_value_that_is_specified_comes_before_the_one_that_the_job_keeps_and_that_before_the_default()
    {
        Score score = Read(""" "a": { "default": "1" }, "b": { "default": "1" }, "c": { "default": "1" }""").OrThrow();
        ParameterValues kept = Resolve(score, ("a", "2"), ("b", "2"));

        ParameterValues values = ParameterResolver.Resolve(score, Given(("a", "3")), kept, "/");

        Assert.Equal(["3", "2", "1"], values.Stored.Values);
        Assert.Equal([("a", "the parameter a changed from '2' to '3'")], ParameterChanges.Between(kept, values));
    }

    [Fact]
    public void Paths_begin_where_they_were_written()
    {
        Score score = Read(""" "a": { "type": "path", "default": "x" }, "b": { "type": "path" }""").OrThrow().At("/score");

        ParameterValues values = ParameterResolver.Resolve(score, Given(("b", "y")), ParameterValues.None, "/here");

        Assert.Equal([Path.GetFullPath("/score/x"), Path.GetFullPath("/here/y")], values.Stored.Values);
    }

    [Fact]
    public void A_snapshot_keeps_the_values_without_secrets()
    {
        Score score = Read(
            """
            "a": {}, "b": { "type": "int" }, "c": { "type": "list" }, "d": { "type": "bool" }, "token": { "type": "secret" }
            """).OrThrow();
        score = score with
        {
            Values = Resolve(score, ("a", "x"), ("b", 9007199254740993), ("c", Items), ("d", false), ("token", "s3cret")),
        };

        string json = ScoreSnapshot.Of(score).Json;
        Score read = ScoreJson.Read(json, "/");

        Assert.EndsWith("\"marianne_parameters\":{\"a\":\"x\",\"b\":9007199254740993,\"c\":[\"1\",\"2\"],\"d\":false}}", json);
        Assert.DoesNotContain("s3cret", json);
        Assert.Empty(ParameterChanges.Between(read.Values, score.Values));
        ParameterValues again = ParameterResolver.Resolve(read, Given(("token", "t")), read.Values, "/");
        Assert.Equal(json, ScoreSnapshot.Of(read with { Values = again }).Json);
    }

    [Fact]
    public void A_default_is_stored_exactly()
    {
        Score score = Read(""" "p": { "type": "int", "default": 9007199254740993 }""").OrThrow();

        string json = ScoreSnapshot.Of(score).Json;

        Assert.Contains("\"default\":9007199254740993}", json);
        Assert.Equal(json, ScoreSnapshot.Of(ScoreJson.Read(json, "/")).Json);
    }

    public static TheoryData<string, string, string, string> Problems => new()
    {
        { """ "p": { "type": "intt" }""", "1", "parameters.p.type", "Did you mean int?" },
        {
            """ "p": { "type": "int", "default": "x" }""", "1", "parameters.p.default",
            "default is 'x' but must be a whole number, because the type is int."
        },
        { """ "p": { "type": "secret", "default": "x" }""", "1", "parameters.p.default", "A secret cannot have a default" },
        { """ "p": { "default": {} }""", "1", "parameters.p.default", "but must be a string, a number, true or false, or a list of them" },
        { """ "workspace": {}""", "1", "parameters.workspace", "'workspace' is the name of another placeholder. Rename the parameter." },
        {
            """ "1p": {}""", "1", "parameters.1p",
            "'1p' is not a valid name. Use letters, digits, '_' and '-', beginning with a letter or '_'."
        },
        { """ "p\n": {}""", "1", "parameters.p\n", "is not a valid name" },
        { """ "p": {}, "P": {}""", "1", "parameters.P", "The parameters p and P differ only in case. Rename one of them." },
        { """ "token": { "type": "secret" }""", "curl -u {token}", "sheets[0].command", "{token} is a secret, which other users" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void An_invalid_parameter_is_a_problem_of_the_score(string parameters, string command, string path, string message)
    {
        ScoreProblem problem = Assert.Single(Read(parameters, command).Problems);

        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void A_variable_of_the_shell_is_not_the_placeholder_of_a_secret() =>
        Assert.Empty(Read(""" "token": { "type": "secret" }""", "echo ${token}").Problems);

    [Fact]
    public void Environment_variables_have_the_values_also_of_secrets()
    {
        Score score = Read(""" "a": {}, "token": { "type": "secret" }""").OrThrow();
        score = score with
        {
            Values = Resolve(score, ("a", "{token}"), ("token", "s")),
            Sheets = [score.Sheets[0] with { Environment = new Dictionary<string, string> { ["X"] = "{a}-{token}-{other}" } }],
        };

        Assert.Equal("{token}-s-{other}", score.EnvironmentOf(1)["X"]);
    }

    private static ParameterValues Resolve(Score score, params (string Name, object? Value)[] given) =>
        ParameterResolver.Resolve(score, Given(given), ParameterValues.None, "/");

    private static Dictionary<string, object?> Given(params (string Name, object? Value)[] given) =>
        given.ToDictionary(item => item.Name, item => item.Value);

    private static ScoreReadResult Read(string parameters, string command = "1") => ScoreReadResult.Of(
        new JsonScoreReader().Read(
            $$"""{ "name": "n", "sheets": [{ "command": "{{command}}" }], "parameters": { {{parameters}} } }"""),
        "/");
}
