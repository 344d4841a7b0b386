using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Marianne.History;
using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.History;

public sealed class HistoryJsonTests
{
    private static readonly byte[] Fixture = File.ReadAllBytes(Sample.FixturePath);

    [Fact]
    public void The_file_of_another_implementation_is_one_tree_of_25_steps()
    {
        ExecutionHistory history = Sample.Read(Fixture);

        HistorySummary summary = history.Summarize();
        Assert.Equal((25, 5, 1, 18), (summary.TotalSteps, summary.FailedSteps, summary.SkippedSteps, summary.CompletedSteps));
        Assert.Equal((7, 9), (summary.TreeDepth, summary.TotalPaths));
        Assert.Equal(25, history.Steps().Count);
        Assert.Equal(Json(Fixture)["mode_storage"]!["copy"]!.AsArray().Select(Id), history.StepsByMode(DataMode.Copy).Select(step => step.Id));
        Assert.Equal(Id(Json(Fixture)["paths"]![8]![4]), history.CurrentStep!.Id);
        Assert.Equal(1.2159347534179688e-05, history.Steps()[0].DurationSeconds);
    }

    [Fact]
    public void It_is_exported_as_it_was_but_for_the_count_of_completed_steps()
    {
        JsonNode before = Json(Fixture);
        JsonNode after = Json(Encoding.UTF8.GetBytes(Sample.Json(Sample.Read(Fixture))));
        Assert.Equal(18, after["summary"]!["completed_steps"]!.GetValue<int>());
        before["summary"]!["completed_steps"] = 18;

        Assert.Equal(Flat(before), Flat(after));
    }

    [Fact]
    public void What_was_exported_is_exported_again_to_the_byte()
    {
        string json = Sample.Json(Sample.Read(Fixture));

        Assert.Equal(json, Sample.Json(Sample.Read(json)));
    }

    [Fact]
    public void A_history_without_a_step_comes_back()
    {
        string json = Sample.Json(Sample.New());

        ExecutionHistory history = Sample.Read("\uFEFF" + json);

        Assert.Equal(json, Sample.Json(history));
        Assert.Null(history.CurrentStep);
        Assert.Equal("orders", history.MachineName);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_steps_is_one_path()
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
    public void Doubles_and_whole_numbers_stay_what_they_are()
    {
        Gen.Double.Where(double.IsFinite).Sample(number =>
        {
            string text = PythonNumber.Text(number);
            Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.True(text.AsSpan().IndexOfAny('.', 'e') >= 0, text);
            using JsonDocument document = JsonDocument.Parse(text);
        });
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(1234567.25, "1234567.25")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.2159347534179688e-05, "1.2159347534179688e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(-1.5e300, "-1.5e+300")]
    [InlineData(9.99999999999999999e22, "1e+23")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1795323813.4059734, "1795323813.4059734")]
    public void Doubles_are_written_as_Python_writes_them(double number, string expected) =>
        Assert.Equal(expected, PythonNumber.Text(number));

    [Fact]
    public void Values_of_every_kind_come_back()
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
    public void A_file_without_lists_by_mode_has_the_order_of_its_paths()
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
    public void The_parts_may_come_in_any_order()
    {
        JsonNode json = Json(Fixture);
        var turned = new JsonObject();
        foreach ((string key, JsonNode? value) in json.AsObject().Reverse().ToList())
            turned[key] = value!.DeepClone();

        Assert.Equal(Sample.Json(Sample.Read(Fixture)), Sample.Json(Sample.Read(turned.ToJsonString())));
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        Gen.Int[1, Fixture.Length - 2].Sample(length => Invalid(Fixture[..length], "is not whole JSON"), iter: 200);
    }

    [Fact]
    public void A_file_of_which_any_byte_was_changed_is_refused_or_read_and_nothing_else()
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
    [InlineData("", "read: it is empty. Export it again")]
    [InlineData(" ", "line 1, byte 2 is not whole JSON: ")]
    [InlineData("null", "it (byte 1) holds no JSON object")]
    [InlineData("[]", "it (byte 1) holds no JSON object")]
    [InlineData("{}", "summary (byte 2) is missing")]
    [InlineData("{} x", "line 1, byte 4")]
    [InlineData("{\"summary\": []}", "summary (byte 13) is no object")]
    [InlineData("{\"summary\": {}}", "summary.fsm_name (byte 14) is missing")]
    [InlineData("{\"summary\": {\"fsm_name\": 1}}", "summary.fsm_name (byte 26) is a number, and no text")]
    [InlineData("{\"summary\": {\"fsm_name\": \"\\ud800\"}}", "summary (byte 26) has a text that is no Unicode")]
    public void What_is_no_history_is_refused(string json, string place) => Invalid(Encoding.UTF8.GetBytes(json), place);

    public static TheoryData<string, string, string> Damages => new()
    {
        { "paths[1][0].status", "\"runing\"", "paths[1][0].status (byte" },
        { "paths[1][0].status", "null", "is null" },
        { "paths[1][0].status", "\"failed\"", "in another state than paths[0][0]" },
        { "paths[0][0].step_id", "null", "paths[0][0].step_id (byte" },
        { "paths[0][0].step_id", "\"\"", "is empty" },
        { "paths[0][0].step_id", "[1]", "is a list, and no text" },
        { "paths[0][0].timestamp", "NaN", "is not whole JSON" },
        { "paths[0][0].timestamp", "1e999", "of the step '0' is too large" },
        { "paths[0][0].timestamp", "1e99", "is no time" },
        { "paths[0][0].timestamp", "\"now\"", "is a text, and no number" },
        { "paths[0][0].duration", "1e300", "is no duration" },
        { "paths[0][0].data_mode", "\"deep\"", "none of copy, reference, direct" },
        { "paths[0][0].metrics", "[1]", "is no object" },
        { "paths[0][0].metrics", "{\"a\": 1, \"a\": 2}", "paths[0][0].metrics.a" },
        { "paths[0][0].metrics", "{\"a\": 1e400}", "has a number that is too large" },
        { "paths[0][0].resource_usage", "{\"llm\": 3}", "resource_usage.llm (byte" },
        { "paths[0][0].chunks_processed", "-1", "no whole number from 0" },
        { "paths[0][0].chunks_processed", "1.5", "no whole number from 0" },
        { "paths[0][0]", "7", "paths[0][0] (byte" },
        { "paths[0]", "{}", "paths[0] (byte" },
        { "paths", "{}", "paths (byte" },
        { "mode_storage.copy", "[]", "lacks the step '0' of paths[0][0]" },
        { "mode_storage.copy", "{}", "mode_storage.copy (byte" },
        { "mode_storage", "{\"deep\": []}", "'deep'" },
        { "summary.total_steps", "4", "summary.total_steps is 4, and the file has 3" },
        { "summary.failed_steps", "1", "summary.failed_steps is 1, and the file has 0" },
        { "summary.total_steps", "-3", "no whole number from 0" },
        { "summary.data_mode", "\"deep\"", "summary.data_mode (byte" },
        { "summary.start_time", "null", "summary.start_time (byte" },
        { "summary.stream_progress.streams_processed", "\"x\"", "stream_progress.streams_processed" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damage_is_named_with_its_place(string path, string value, string expected)
    {
        JsonNode json = Branched();
        const string Mark = "\"@here@\"";
        SetAt(json, path, "@here@");

        Invalid(Encoding.UTF8.GetBytes(json.ToJsonString().Replace(Mark, value, StringComparison.Ordinal)), expected);
    }

    [Fact]
    public void A_cycle_two_parents_and_a_step_twice_are_refused()
    {
        JsonNode cycle = Branched();
        cycle["paths"]![0]!.AsArray().Add(cycle["paths"]![0]![0]!.DeepClone());
        Invalid(cycle, "paths[0][2] (byte");
        Invalid(cycle, "the path is a cycle");

        JsonNode parents = Branched();
        parents["paths"]![1]!.AsArray().Add(parents["paths"]![0]![1]!.DeepClone());
        Invalid(parents, "has the step '1' below '2', and an earlier path has it below '0'");

        JsonNode root = Branched();
        root["paths"]!.AsArray().Add(new JsonArray(root["paths"]![0]![1]!.DeepClone()));
        Invalid(root, "has the step '1' below nothing");

        JsonNode twice = Branched();
        twice["mode_storage"]!["copy"]!.AsArray().Add(twice["mode_storage"]!["copy"]![0]!.DeepClone());
        Invalid(twice, "has the step '0' a second time");

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
    public void Nesting_without_an_end_is_refused(string level)
    {
        string bomb = string.Concat(Enumerable.Repeat(level, 100_000));
        JsonNode json = Branched();
        SetAt(json, "paths[0][0].metrics", "@here@");
        Invalid(Encoding.UTF8.GetBytes(bomb), "(byte 1)", orElse: "is not whole JSON");
        Invalid(Encoding.UTF8.GetBytes(json.ToJsonString().Replace("\"@here@\"", bomb, StringComparison.Ordinal)), "is not whole JSON");
    }

    [Fact]
    public void A_reading_that_is_cancelled_ends()
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
        Assert.StartsWith("The file 'x.json' is no execution history", error.Message, StringComparison.Ordinal);
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
        JsonObject map => "{" + string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + ':' + Flat(pair.Value))) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Flat)) + "]",
        _ => node.ToJsonString(),
    };
}
