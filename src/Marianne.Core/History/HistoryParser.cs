using System.Text.Json;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// Rebuilds a history from its JSON. Paths share their beginnings and the lists by mode have each step once more, so every
/// step is met several times: it must be the same each time, and follow the same step.
/// </summary>
/// <param name="stream">What is read.</param>
/// <param name="source">What it is, for errors.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class HistoryParser(Stream stream, string source, CancellationToken cancellationToken)
{
    private readonly JsonChunkReader _json = new(stream, cancellationToken);
    private readonly Dictionary<string, Met> _met = new(StringComparer.Ordinal);
    private readonly List<Met> _placed = [];
    private readonly List<Met>[] _stored = [.. Enum.GetValues<DataMode>().Select(_ => new List<Met>())];
    private readonly SummaryCounts _summary = new();
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private Met? _leaf;
    private int _path;
    private string _place = "it";
    private long _byte;

    /// <summary>The history.</summary>
    /// <param name="options">The clock, the ids and the snapshots that it goes on with.</param>
    /// <exception cref="MarianneException">InvalidHistory: it is none, or contradicts itself.</exception>
    public ExecutionHistory Read(ExecutionHistoryOptions options)
    {
        try
        {
            Utf8JsonReader reader = _json.Open();
            if (_json.IsEmpty)
                throw HistoryErrors.Invalid(source, _place, "is empty");
            Read(ref reader);
        }
        catch (JsonException error)
        {
            throw HistoryErrors.Invalid(
                source, JsonErrorText.LocationOf(error) ?? _place, $"is not whole JSON: {JsonErrorText.Of(error)}");
        }
        catch (InvalidOperationException)
        {
            throw Fail("", "has a text that is no Unicode");
        }

        return Build(options);
    }

    private void Read(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fail("", "holds no JSON object");

        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string part = reader.GetString()!;
            if (!_parts.Add(part))
                throw Fail(part, "is there twice");
            Next(ref reader);
            _place = part;
            switch (part)
            {
                case "summary":
                    ReadSummary(ref reader);
                    break;
                case "paths":
                    ReadPaths(ref reader);
                    break;
                case "mode_storage":
                    ReadModes(ref reader);
                    break;
                default:
                    _json.Skip(ref reader);
                    break;
            }

            _place = "it";
        }

        _json.Read(ref reader); // Anything behind the end is an error of the reader.
        foreach (string part in (string[])["summary", "paths"])
        {
            if (!_parts.Contains(part))
                throw Fail(part, "is missing");
        }
    }

    private void ReadSummary(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, "is no object");
        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Next(ref reader);
            if (!_summary.Read(ref reader, key, new StepParser(Fail)))
                ReadRestOfSummary(ref reader, key);
        }

        _summary.Check(Fail);
    }

    /// <summary>What of the summary follows from the steps; a list of a million ids is passed over.</summary>
    private void ReadRestOfSummary(ref Utf8JsonReader reader, string key)
    {
        if (key != "stream_progress" || reader.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip(ref reader);
            return;
        }

        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            Next(ref reader);
            if (name == "streams_processed")
                _summary.Streams = new StepParser(Fail).Count(ref reader, $"{key}.{name}");
            else
                _json.Skip(ref reader);
        }
    }

    private void ReadPaths(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartArray, "is no list");
        while (Next(ref reader) && reader.TokenType != JsonTokenType.EndArray)
        {
            _place = $"paths[{_path}]";
            Expect(reader, JsonTokenType.StartArray, "is no list");
            _path++;
            _leaf = null;
            for (int index = 0; Next(ref reader) && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Met step = ReadStep(ref reader, $"paths[{_path - 1}][{index}]");
                Follow(step, _leaf);
                _leaf = step;
            }
        }
    }

    private void Follow(Met step, Met? parent)
    {
        string id = HistoryErrors.Short(step.Step.Id);
        if (step.Path == _path)
            throw Fail("", $"has the step '{id}' below itself: the path is a cycle");
        step.Path = _path;

        if (!step.IsPlaced)
        {
            step.IsPlaced = true;
            step.Parent = parent;
            _placed.Add(step);
        }
        else if (step.Parent != parent)
        {
            throw Fail("", $"has the step '{id}' below {NameOf(parent)}, and an earlier path has it below {NameOf(step.Parent)}");
        }
    }

    private void ReadModes(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, "is no object");
        var modes = new HashSet<DataMode>();
        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string word = reader.GetString()!;
            if (!SnakeCaseName.TryParse(word, out DataMode mode) || !modes.Add(mode))
                throw Fail("", $"has '{HistoryErrors.Short(word)}', which is no data mode or is there twice");
            Next(ref reader);
            _place = $"mode_storage.{word}";
            Expect(reader, JsonTokenType.StartArray, "is no list");
            for (int index = 0; Next(ref reader) && reader.TokenType != JsonTokenType.EndArray; index++)
                Store(ReadStep(ref reader, $"mode_storage.{word}[{index}]"), mode);
            _place = "mode_storage";
        }
    }

    private void Store(Met step, DataMode mode)
    {
        string id = HistoryErrors.Short(step.Step.Id);
        if (step.Step.DataMode != mode)
            throw Fail("data_mode", $"of the step '{id}' is {SnakeCaseName.Of(step.Step.DataMode)}");
        if (step.IsStored)
            throw Fail("", $"has the step '{id}' a second time");
        step.IsStored = true;
        _stored[(int)mode].Add(step);
    }

    private Met ReadStep(ref Utf8JsonReader reader, string place)
    {
        _place = place;
        _byte = _json.PlaceOf(reader);
        Expect(reader, JsonTokenType.StartObject, "is no step");
        _json.Gather(ref reader);
        ExecutionStep step = new StepParser(Fail).Read(ref reader);
        if (!_met.TryGetValue(step.Id, out Met? met))
            _met.Add(step.Id, met = new Met(step, place));
        else if (!StepParser.AreSame(met.Step, step))
            throw Fail("", $"has the step '{HistoryErrors.Short(step.Id)}' in another state than {met.Place}");
        return met;
    }

    private ExecutionHistory Build(ExecutionHistoryOptions options)
    {
        var history = new ExecutionHistory(
            _summary.Machine!,
            options with { ExecutionId = _summary.Execution, DataMode = _summary.Mode!.Value, MaximumDepth = null })
        {
            StartSeconds = _summary.Start!.Value,
            EndSeconds = _summary.End,
            DurationSeconds = _summary.Duration,
            StreamsProcessed = _summary.Streams,
        };

        if (!_parts.Contains("mode_storage"))
        {
            foreach (Met step in _placed)
                _stored[(int)step.Step.DataMode].Add(step);
        }
        else if (_placed.Find(step => !step.IsStored) is { } missing)
        {
            throw Fail("mode_storage", $"lacks the step '{HistoryErrors.Short(missing.Step.Id)}' of {missing.Place}");
        }

        foreach (Met step in _stored.SelectMany(steps => steps))
            history.Adopt(step.Step);
        foreach (Met step in _placed)
            history.Place(step.Parent?.Step, step.Step);
        history.GoTo(_leaf?.Step);
        CheckCounts(history);
        return history;
    }

    /// <summary>A count may or may not have the pruned steps; one that is neither says that steps were lost.</summary>
    private void CheckCounts(ExecutionHistory history)
    {
        Check("total_steps", _summary.Total, history.TotalSteps, _placed.Count);
        Check("failed_steps", _summary.Failed, history.FailedSteps, Placed(StepStatus.Failed));
        Check("skipped_steps", _summary.Skipped, history.SkippedSteps, Placed(StepStatus.Skipped));

        int Placed(StepStatus status) => _placed.Count(step => step.Step.Status == status);

        void Check(string key, long? said, int all, int placed)
        {
            if (said is { } count && count != all && count != placed)
                throw HistoryErrors.Invalid(source, $"summary.{key}", $"is {count}, and the file has {all}");
        }
    }

    private bool Next(ref Utf8JsonReader reader)
    {
        bool isThere = _json.Read(ref reader);
        _byte = _json.PlaceOf(reader);
        return isThere ? true : throw new JsonException("It ends too early.");
    }

    private void Expect(in Utf8JsonReader reader, JsonTokenType type, string why)
    {
        if (reader.TokenType != type)
            throw Fail("", why);
    }

    private MarianneException Fail(string key, string why)
    {
        string place = key.Length == 0 ? _place : _place == "it" ? key : $"{_place}.{HistoryErrors.Short(key)}";
        return HistoryErrors.Invalid(source, $"{place} (byte {_byte + 1})", why);
    }

    private static string NameOf(Met? step) => step is null ? "nothing" : $"'{HistoryErrors.Short(step.Step.Id)}'";

    /// <summary>A step, and what was said of it so far.</summary>
    private sealed class Met(ExecutionStep step, string place)
    {
        public ExecutionStep Step => step;

        public string Place => place;

        public Met? Parent { get; set; }

        public int Path { get; set; }

        public bool IsPlaced { get; set; }

        public bool IsStored { get; set; }
    }
}
