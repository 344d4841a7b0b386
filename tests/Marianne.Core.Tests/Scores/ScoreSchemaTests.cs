using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Testing;
using NJsonSchema;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class ScoreSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(Committed)!;
    private static readonly JsonSchema Validator = JsonSchema.FromJsonAsync(Committed).GetAwaiter().GetResult();

    private static string Committed => Repository.Read("schema/marianne-score.schema.json");

    [Fact]
    public void The_committed_schema_is_up_to_date() => Assert.True(
        Committed.ReplaceLineEndings("\n") == ScoreSchema.Write(Repository.Descriptions),
            "Run ./build.ps1 Build to update the schema.");

    [Fact]
    public void The_committed_tables_are_up_to_date()
    {
        string page = Repository.Read("docs/en-US/about_Marianne_Policies.md").ReplaceLineEndings("\n");
        Assert.True(page == ScoreKeyTables.Replace(page, Repository.Descriptions), "Run ./build.ps1 Build to update the tables.");
    }

    [Fact]
    public void A_page_without_headings_for_the_tables_is_rejected() =>
        Assert.Throws<InvalidDataException>(() => ScoreKeyTables.Replace("# Page\n## Keys\n", Repository.Descriptions));

    [Fact]
    public void The_schema_describes_every_key_like_its_type()
    {
        int keys = 0;
        Compare(Score.Section, Schema);
        Assert.True(keys > 60);

        void Compare(OptionSection section, JsonNode schema)
        {
            Assert.False((bool)schema["additionalProperties"]!);
            string[] required = [.. schema["required"]?.AsArray().Select(item => (string)item!) ?? []];
            Assert.Equal(section.Keys.Where(key => key.IsRequired).Select(key => key.Name), required);
            Assert.Equal(
                section.Keys.Select(key => key.Name),
                schema["properties"]!.AsObject().Select(item => item.Key).Where(name => name != ScoreSchema.Keyword));
            foreach (OptionKey key in section.Keys)
            {
                keys++;
                JsonNode value = schema["properties"]![key.Name]!;
                Assert.NotEmpty((string)value["description"]!);
                CompareNumbers(key, value);
                if (key.Choices.Count > 0)
                    Assert.Equal(ChoicesOf(key), value["enum"]!.AsArray().Select(item => (string?)item));
                if (key.Kind == OptionValueKind.Boolean && !key.IsOptional)
                    Assert.Equal((bool)key.Default!, (bool)value["default"]!);
                if (key.Section is not null)
                    Compare(key.Section, value["items"] ?? value["patternProperties"]?.AsObject().Single().Value ?? value);
            }
        }
    }

    [Fact]
    public void A_valid_score_is_valid_by_the_schema() =>
        SampleScores.Any.Sample(score => Validator.Validate(ScoreJson.Of(score)).Count == 0, print: ScoreJson.Of);

    [Theory]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"$schema":"x"}""", true)]
    [InlineData("""{"sheets":[{"command":"x"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[]}""", false)]
    [InlineData("""{"name":" ","sheets":[{"command":"x"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"name":"x"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x","script":"y"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":null,"script":"y"}]}""", true)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"validations":[{"type":"file_exists"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"validations":[{"type":"content_regex","path":"p"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"validations":[{"type":"command_succeeds","command":"c"}]}""", true)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"validations":[{"type":"sometimes"}]}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"},{"command":"y"}],"sheet":{"dependencies":{"2":1}}}""", true)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"},{"command":"y"}],"sheet":{"dependencies":{"2":[0]}}}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"},{"command":"y"}],"sheet":{"dependencies":{"02":[1]}}}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"sheet":{"skip_when_command":{"1":{"command":"x"}}}}""", true)]
    [InlineData("""{"name":"a","sheets":[{"command":"x"}],"sheet":{"skip_when_command":{"1":{}}}}""", false)]
    [InlineData("""{"name":"a","sheets":[{"command":"x","approval":{"timeout":null}}]}""", true)]
    public void The_schema_and_the_validator_agree(string json, bool isValid)
    {
        Assert.Equal(isValid, IsValid(json));
        Assert.Equal(isValid, Validator.Validate(json).Count == 0);
    }

    [Fact]
    public void The_schema_and_the_validator_agree_if_one_value_has_another_type()
    {
        Gen<string?> values = SampleScores.Pick<string?>(
            "true", "\"text\"", "\"30s\"", "-1", "0", "0.5", "1", "7", "20.5", "1000000", "[]", "[1]", "[\"a\"]", "{}", "{\"a\":1}", "null",
            null);
        Gen.Select(SampleScores.Pick([.. Paths(Score.Section, "")]), values).Sample((path, value) =>
        {
            string json = With(path, value);

            // The schema cannot express rules that compare keys: these values conflict with the default of another key.
            bool isShaped = value is null || !path.EndsWith("_seconds", StringComparison.Ordinal)
                || (path.StartsWith("sheet", StringComparison.Ordinal) && !path.Contains(".retry.", StringComparison.Ordinal));
            bool bySchema = Validator.Validate(json).Count == 0;
            bool byValidator = IsValid(json);
            return isShaped && !IsConflict(path, value) ? bySchema == byValidator : bySchema || !byValidator;
        });
    }

    // The value null stands for the default of an optional key.
    private static IEnumerable<string?> ChoicesOf(OptionKey key) => key.IsOptional ? key.Choices.Append<string?>(null) : key.Choices;

    // Rules that a schema cannot express: conditions are parsed, prompts need an instrument, cost limits a limit, names a sheet, for_each a name, and defaults the type of their parameter;
    // and one threshold must be below the other.
    private static bool IsConflict(string path, string? value) =>
        path is "instrument" or "sheets.0.instrument" or "sheets.0.fallback" or "sheets.0.needs" or "cost_limits.enabled" or "sheets.0.when"
        || path is "preflight.token_warning_threshold" or "preflight.token_error_threshold"
        || (path.StartsWith("validations", StringComparison.Ordinal) && value is "\"text\"" or "\"30s\"" or "7" or "1" or "1000000")
        || (path == "sheet.dependencies" && value is "{\"a\":1}")
        || path.StartsWith("sheets.0.for_each", StringComparison.Ordinal)
        || path is "cost_limits.max_cost_per_sheet" or "cost_limits.max_cost_per_job" or "parameters.a.default" or "parameters.a.type";

    private static IEnumerable<string> Paths(OptionSection section, string path) =>
        section.Keys.SelectMany(key => key.Section is null
        ? [path + key.Name]
        : Paths(key.Section, key.Kind switch
        {
            OptionValueKind.SectionList => $"{path}{key.Name}.0.",
            OptionValueKind.SectionsBySheet => $"{path}{key.Name}.1.",
            OptionValueKind.SectionsByName => $"{path}{key.Name}.a.",
            _ => $"{path}{key.Name}.",
        }).Append(path + key.Name).Append($"{path}{key.Name}x"));

    private static string With(string path, string? value)
    {
        JsonNode node = JsonNode.Parse(
            """{"name":"a","sheets":[{"command":"x"}],"validations":[{"type":"file_exists","path":"p"}]}""")!;
        JsonNode root = node;
        string[] parts = path.Split('.');
        foreach (string part in parts[..^1])
        {
            if (node is JsonObject map && map[part] is null)
                map[part] = part == "1" ? new JsonObject { ["command"] = "x" } : new JsonObject();
            node = node is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!;
        }

        if (value is null)
            node.AsObject().Remove(parts[^1]);
        else
            node[parts[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static bool IsValid(string json) => ScoreReadResult.Of(new JsonScoreReader().Read(json), "/").IsValid;

    private static void CompareNumbers(OptionKey key, JsonNode value)
    {
        if (key.Kind is not (OptionValueKind.WholeNumber or OptionValueKind.Number))
            return;

        BoundsAttribute bounds = key.Bounds ?? new();
        Assert.Equal(Finite(bounds.AtLeast), Number(value["minimum"]));
        Assert.Equal(Finite(bounds.Above), Number(value["exclusiveMinimum"]));
        Assert.Equal(Finite(bounds.AtMost) ?? (key.Kind == OptionValueKind.WholeNumber ? int.MaxValue : null),
            Number(value["maximum"]));
        Assert.Equal(key.Default is null ? null : Convert.ToDouble(key.Default, CultureInfo.InvariantCulture),
            Number(value["default"]));
    }

    private static double? Finite(double bound) => double.IsFinite(bound) ? bound : null;

    private static double? Number(JsonNode? value) => value?.GetValue<JsonElement>().GetDouble();
}
