using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Marianne.History;
using Xunit;

namespace Marianne.Core.Tests.History;

public sealed class HistoryJsonTests
{
    private static readonly byte[] Fixture = File.ReadAllBytes(Sample.FixturePath);

    [Fact]
    public void A_file_of_the_Python_implementation_is_one_tree_of_25_steps()
    {
        ExecutionHistory history = Sample.Read(Fixture);

        HistorySummary summary = history.Summarize();
        Assert.Equal((25, 5, 1, 18), (summary.TotalSteps, summary.FailedSteps, summary.SkippedSteps, summary.CompletedSteps));
        Assert.Equal((7, 9), (summary.TreeDepth, summary.TotalPaths));
        Assert.Equal(25, history.Steps().Count);
        Assert.Equal(
            Json(Fixture)["mode_storage"]!["copy"]!.AsArray().Select(Id),
            history.StepsByMode(DataMode.Copy).Select(step => step.Id));
        Assert.Equal(Id(Json(Fixture)["paths"]![8]![4]), history.CurrentStep!.Id);
        Assert.Equal(1.2159347534179688e-05, history.Steps()[0].DurationSeconds);
    }

    [Fact]
    public void It_is_exported_unchanged_except_for_the_count_of_completed_steps()
    {
        JsonNode before = Json(Fixture);
        JsonNode after = Json(Encoding.UTF8.GetBytes(Sample.Json(Sample.Read(Fixture))));
        Assert.Equal(18, after["summary"]!["completed_steps"]!.GetValue<int>());
        before["summary"]!["completed_steps"] = 18;

        Assert.Equal(Flat(before), Flat(after));
    }

    [Fact]
    public void A_second_export_is_identical()
    {
        string json = Sample.Json(Sample.Read(Fixture));

        Assert.Equal(json, Sample.Json(Sample.Read(json)));
    }

    [Fact]
    public void A_history_without_steps_can_be_read()
    {
        string json = Sample.Json(Sample.New());

        ExecutionHistory history = Sample.Read("\uFEFF" + json);

        Assert.Equal(json, Sample.Json(history));
        Assert.Null(history.CurrentStep);
        Assert.Equal("orders", history.MachineName);
    }

    [Fact]
    public void A_chain_of_100000_steps_is_one_path()
    {
        ExecutionHistory history = Sample.New();
        for (int step = 0; step < 100_000; step++)
            history.AddDone("state");

        byte[] json = Encoding.UTF8.GetBytes(Sample.Json(history));
        ExecutionHistory imported = Sample.Read(json);

        Assert.Equal((100_000, 100_000), (imported.TotalSteps, imported.TreeDepth));
        Assert.Equal(100_000, Assert.Single(imported.Paths()).Count);
        Assert.Equal(json, Encoding.UTF8.GetBytes(Sample.Json(imported)));
        Assert.InRange(history.EstimateLength(), json.Length * 0.9, json.Length * 1.1);
    }

    [Fact]
    public void Values_of_every_type_are_read_as_they_were_written()
    {
        Gen<object?> plain = Gen.OneOf<object?>(
            Gen.Const((object?)null),
            Gen.Bool.Select(value => (object?)value),
            Gen.Long.Select(value => (object?)value),
            Gen.Double.Where(double.IsFinite).Select(value => (object?)value),
            Gen.Long.Select(value => (object?)(new BigInteger(value) * long.MaxValue)),
            Gen.String.Select(value => (object?)value));
        Gen<object?> nested = Gen.OneOf(
            plain,
            plain.Array[0, 3].Select(items => (object?)items),
            Gen.Dictionary(Gen.String, plain)[0, 3].Select(map => (object?)map));

        Gen.Dictionary(Gen.String, nested)[0, 4].Sample(values =>
        {
            ExecutionHistory history = Sample.New();
            history.Update(history.Add("ü \"\\\u0001 \ud83c\udfbc").Id, new StepUpdate
            {
                Metrics = values,
                Position = values,
                ResourceUsage = new Dictionary<string, IReadOnlyDictionary<string, object?>> { ["a"] = values },
            });

            string json = Sample.Json(history);
            ExecutionHistory imported = Sample.Read(json);

            Assert.Equal(json, Sample.Json(imported));
            Assert.True(HistoryValue.AreSame(history.Steps()[0].Metrics, imported.Steps()[0].Metrics));
        });
    }

    [Fact]
    public void Without_lists_by_mode_the_order_is_that_of_the_paths()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.Add("a");
        history.Add("b");
        history.Add("c", root.Id);
        JsonNode json = JsonNode.Parse(Sample.Json(history))!;
        json.AsObject().Remove("mode_storage");

        ExecutionHistory imported = Sample.Read(json.ToJsonString());

        Assert.Equal("a b c", Sample.States(imported.StepsByMode(DataMode.Copy)));
        Assert.Equal("c", imported.CurrentStep!.StateName);
    }

    [Fact]
    public void The_parts_can_be_in_any_order()
    {
        JsonNode json = Json(Fixture);
        var turned = new JsonObject();
        foreach ((string key, JsonNode? value) in json.AsObject().Reverse().ToList())
            turned[key] = value!.DeepClone();

        Assert.Equal(Sample.Json(Sample.Read(Fixture)), Sample.Json(Sample.Read(turned.ToJsonString())));
    }

    [Fact]
    public void A_truncated_file_is_an_error()
    {
        Gen.Int[1, Fixture.Length - 2].Sample(length => Invalid(Fixture[..length], "is not valid JSON"), iter: 200);
    }

    [Fact]
    public void A_changed_byte_causes_no_other_error()
    {
        Gen.Select(Gen.Int[0, Fixture.Length - 1], Gen.Byte).Sample(
            change =>
            {
                byte[] damaged = [.. Fixture];
                damaged[change.Item1] = change.Item2;
                try
                {
                    Sample.Json(Sample.Read(damaged));
                }
                catch (MarianneException error)
                {
                    Assert.Equal(MarianneError.InvalidHistory, error.Error);
                }
            },
            iter: 500);
    }

    [Theory]
    [InlineData("", "history: it is empty. Export it again")]
    [InlineData(" ", "line 1, byte 2 is not valid JSON: ")]
    [InlineData("null", "it (byte 1) is not a JSON object")]
    [InlineData("[]", "it (byte 1) is not a JSON object")]
    [InlineData("{}", "summary (byte 2) is missing")]
    [InlineData("{} x", "line 1, byte 4")]
    [InlineData("{\"summary\": []}", "summary (byte 13) is not an object")]
    [InlineData("{\"summary\": {}}", "summary.fsm_name (byte 14) is missing")]
    [InlineData("{\"summary\": {\"fsm_name\": 1}}", "summary.fsm_name (byte 26) is a number instead of a string")]
    [InlineData("{\"summary\": {\"fsm_name\": \"\\ud800\"}}", "summary (byte 26) contains a string that is not valid Unicode")]
    public void Other_content_is_an_error(string json, string expected) => Invalid(Encoding.UTF8.GetBytes(json), expected);

    public static TheoryData<string, string, string> Damages => new()
    {
        { "paths[1][0].status", "\"runing\"", "paths[1][0].status (byte" },
        { "paths[1][0].status", "null", "is null" },
        { "paths[1][0].status", "\"failed\"", "has other values for the step '0' than paths[0][0]" },
        { "paths[0][0].step_id", "null", "paths[0][0].step_id (byte" },
        { "paths[0][0].step_id", "\"\"", "is empty" },
        { "paths[0][0].step_id", "[1]", "is an array instead of a string" },
        { "paths[0][0].timestamp", "NaN", "is not valid JSON" },
        { "paths[0][0].timestamp", "1e999", "of the step '0' is too large" },
        { "paths[0][0].timestamp", "1e99", "is not a valid time" },
        { "paths[0][0].timestamp", "\"now\"", "is a string instead of a number" },
        { "paths[0][0].duration", "1e300", "is not a valid duration" },
        { "paths[0][0].data_mode", "\"deep\"", "which is not one of copy, reference, direct" },
        { "paths[0][0].metrics", "[1]", "is not an object" },
        { "paths[0][0].metrics", "{\"a\": 1, \"a\": 2}", "paths[0][0].metrics.a" },
        { "paths[0][0].metrics", "{\"a\": 1e400}", "contains a number that is too large" },
        { "paths[0][0].resource_usage", "{\"llm\": 3}", "resource_usage.llm (byte" },
        { "paths[0][0].chunks_processed", "-1", "is not a whole number of 0 or more" },
        { "paths[0][0].chunks_processed", "1.5", "is not a whole number of 0 or more" },
        { "paths[0][0]", "7", "paths[0][0] (byte" },
        { "paths[0]", "{}", "paths[0] (byte" },
        { "paths", "{}", "paths (byte" },
        { "mode_storage.copy", "[]", "does not contain the step '0' of paths[0][0]" },
        { "mode_storage.copy", "{}", "mode_storage.copy (byte" },
        { "mode_storage", "{\"deep\": []}", "'deep'" },
        { "summary.total_steps", "4", "summary.total_steps is 4, but the file contains 3" },
        { "summary.failed_steps", "1", "summary.failed_steps is 1, but the file contains 0" },
        { "summary.total_steps", "-3", "is not a whole number of 0 or more" },
        { "summary.data_mode", "\"deep\"", "summary.data_mode (byte" },
        { "summary.start_time", "null", "summary.start_time (byte" },
        { "summary.stream_progress.streams_processed", "\"x\"", "stream_progress.streams_processed" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void The_error_contains_the_position_of_the_damage(string path, string value, string expected)
    {
        JsonNode json = Branched();
        const string Mark = "\"@here@\"";
        SetAt(json, path, "@here@");

        Invalid(Encoding.UTF8.GetBytes(json.ToJsonString().Replace(Mark, value, StringComparison.Ordinal)), expected);
    }

    [Fact]
    public void Inconsistent_steps_are_an_error()
    {
        JsonNode cycle = Branched();
        cycle["paths"]![0]!.AsArray().Add(cycle["paths"]![0]![0]!.DeepClone());
        Invalid(cycle, "paths[0][2] (byte");
        Invalid(cycle, "the path is a cycle");

        JsonNode parents = Branched();
        parents["paths"]![1]!.AsArray().Add(parents["paths"]![0]![1]!.DeepClone());
        Invalid(parents, "has the step '1' below '2', but an earlier path has it below '0'");

        JsonNode root = Branched();
        root["paths"]!.AsArray().Add(new JsonArray(root["paths"]![0]![1]!.DeepClone()));
        Invalid(root, "has the step '1' below no step");

        JsonNode twice = Branched();
        twice["mode_storage"]!["copy"]!.AsArray().Add(twice["mode_storage"]!["copy"]![0]!.DeepClone());
        Invalid(twice, "contains the step '0' twice");

        JsonNode misplaced = Branched();
        misplaced["mode_storage"]!["direct"]!.AsArray().Add(misplaced["mode_storage"]!["copy"]![0]!.DeepClone());
        Invalid(misplaced, "of the step '0' is copy");

        JsonNode incomplete = Branched();
        incomplete["paths"]![0]![0]!.AsObject().Remove("status");
        Invalid(incomplete, "paths[0][0].status");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Very_deep_nesting_is_an_error(string level)
    {
        string bomb = string.Concat(Enumerable.Repeat(level, 100_000));
        JsonNode json = Branched();
        SetAt(json, "paths[0][0].metrics", "@here@");
        Invalid(Encoding.UTF8.GetBytes(bomb), "(byte 1)", orElse: "is not valid JSON");
        Invalid(
            Encoding.UTF8.GetBytes(json.ToJsonString().Replace("\"@here@\"", bomb, StringComparison.Ordinal)),
            "is not valid JSON");
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var stream = new MemoryStream(Fixture);

        Assert.Throws<OperationCanceledException>(() => ExecutionHistory.Import(stream, "x", null, cancelled.Token));
    }

    private static JsonNode Branched()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.AddDone("a");
        history.AddDone("b");
        history.AddDone("c", root.Id);
        return JsonNode.Parse(Sample.Json(history))!;
    }

    private static void SetAt(JsonNode json, string path, string value)
    {
        string[] keys = path.Split('.', '[').Select(key => key.TrimEnd(']')).ToArray();
        foreach (string key in keys[..^1])
            json = json is JsonArray items ? items[int.Parse(key, CultureInfo.InvariantCulture)]! : json[key]!;
        if (json is JsonArray list)
            list[int.Parse(keys[^1], CultureInfo.InvariantCulture)] = value;
        else
            json[keys[^1]] = value;
    }

    private static void Invalid(JsonNode json, string expected) => Invalid(Encoding.UTF8.GetBytes(json.ToJsonString()), expected);

    private static void Invalid(byte[] json, string expected, string? orElse = null)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => Sample.Read(json));
        Assert.Equal(MarianneError.InvalidHistory, error.Error);
        Assert.StartsWith("The file 'x.json' is not a valid execution history", error.Message, StringComparison.Ordinal);
        Assert.True(
            error.Message.Contains(expected, StringComparison.Ordinal)
                || (orElse is not null && error.Message.Contains(orElse, StringComparison.Ordinal)),
            error.Message);
    }

    private static JsonNode Json(byte[] json) => JsonNode.Parse(json)!;

    private static string? Id(JsonNode? step) => step!["step_id"]!.GetValue<string>();

    private static string Flat(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject map => "{"
            + string.Join(
                ',',
                map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + ':' + Flat(pair.Value)))
            + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Flat)) + "]",
        _ => node.ToJsonString(),
    };
}
