using System.Text.Json;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// Reads a history from JSON. Because paths share their beginnings, and the lists by mode contain each step once more,
/// every step occurs several times: it must have the same values and the same parent each time.
/// </summary>
internal sealed class HistoryParser
{
    private readonly string _source;
    private readonly JsonChunkReader _json;
    private readonly HistoryValueParser _values;
    private readonly StepParser _stepParser;
    private readonly Dictionary<string, ParsedStep> _steps = new(StringComparer.Ordinal);
    private readonly List<ParsedStep> _placed = [];
    private readonly List<ParsedStep>[] _stored = [.. Enum.GetValues<DataMode>().Select(_ => new List<ParsedStep>())];
    private readonly SummaryCounts _summary = new();
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private ParsedStep? _leaf;
    private int _path;
    private string _place = "it";
    private long _byte;

    /// <summary>Creates a parser.</summary>
    /// <param name="stream">The stream to read from.</param>
    /// <param name="source">The name of the source for error messages.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public HistoryParser(Stream stream, string source, CancellationToken cancellationToken)
    {
        _source = source;
        _json = new JsonChunkReader(stream, cancellationToken);
        _values = new HistoryValueParser(Fail);
        _stepParser = new StepParser(Fail);
    }

    /// <summary>Reads the history.</summary>
    /// <param name="options">The clock, the ids and the snapshots of steps that are added later.</param>
    /// <exception cref="MarianneException">InvalidHistory: the JSON is not a history, or is inconsistent.</exception>
    public ExecutionHistory Read(ExecutionHistoryOptions options)
    {
        try
        {
            Utf8JsonReader reader = _json.Open();
            if (_json.IsEmpty)
                throw HistoryErrors.Invalid(_source, _place, "is empty");
            Read(ref reader);
        }
        catch (JsonException error)
        {
            throw HistoryErrors.Invalid(
                _source, JsonErrorText.LocationOf(error) ?? _place, $"is not valid JSON: {JsonErrorText.Of(error)}");
        }
        catch (InvalidOperationException)
        {
            throw Fail("", "contains a string that is not valid Unicode");
        }

        return Build(options);
    }

    private void Read(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fail("", "is not a JSON object");

        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string part = reader.GetString()!;
            if (!_parts.Add(part))
                throw Fail(part, "occurs twice");
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

        _json.Read(ref reader); // The reader throws if anything follows the end.
        foreach (string part in (string[])["summary", "paths"])
        {
            if (!_parts.Contains(part))
                throw Fail(part, "is missing");
        }
    }

    private void ReadSummary(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, "is not an object");
        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Next(ref reader);
            if (!_summary.Read(ref reader, key, _values))
                ReadRestOfSummary(ref reader, key);
        }

        _summary.Check(Fail);
    }

    /// <summary>Skips what can be calculated from the steps, such as a list of a million ids.</summary>
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
                _summary.Streams = _values.Count(ref reader, $"{key}.{name}");
            else
                _json.Skip(ref reader);
        }
    }

    private void ReadPaths(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartArray, "is not an array");
        while (Next(ref reader) && reader.TokenType != JsonTokenType.EndArray)
        {
            _place = $"paths[{_path}]";
            Expect(reader, JsonTokenType.StartArray, "is not an array");
            _path++;
            _leaf = null;
            for (int index = 0; Next(ref reader) && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                ParsedStep step = ReadStep(ref reader, $"paths[{_path - 1}][{index}]");
                Follow(step, _leaf);
                _leaf = step;
            }
        }
    }

    private void Follow(ParsedStep step, ParsedStep? parent)
    {
        string id = HistoryErrors.Short(step.Step.Id);
        if (step.Path == _path)
            throw Fail("", $"contains the step '{id}' twice: the path is a cycle");
        step.Path = _path;

        if (!step.IsPlaced)
        {
            step.IsPlaced = true;
            step.Parent = parent;
            _placed.Add(step);
        }
        else if (step.Parent != parent)
        {
            throw Fail("", $"has the step '{id}' below {NameOf(parent)}, but an earlier path has it below {NameOf(step.Parent)}");
        }
    }

    private void ReadModes(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, "is not an object");
        var modes = new HashSet<DataMode>();
        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            string word = reader.GetString()!;
            if (!SnakeCaseName.TryParse(word, out DataMode mode) || !modes.Add(mode))
                throw Fail("", $"contains '{HistoryErrors.Short(word)}', which is not a data mode or occurs twice");
            Next(ref reader);
            _place = $"mode_storage.{word}";
            Expect(reader, JsonTokenType.StartArray, "is not an array");
            for (int index = 0; Next(ref reader) && reader.TokenType != JsonTokenType.EndArray; index++)
                Store(ReadStep(ref reader, $"mode_storage.{word}[{index}]"), mode);
            _place = "mode_storage";
        }
    }

    private void Store(ParsedStep step, DataMode mode)
    {
        string id = HistoryErrors.Short(step.Step.Id);
        if (step.Step.DataMode != mode)
            throw Fail("data_mode", $"of the step '{id}' is {SnakeCaseName.Of(step.Step.DataMode)}");
        if (step.IsStored)
            throw Fail("", $"contains the step '{id}' twice");
        step.IsStored = true;
        _stored[(int)mode].Add(step);
    }

    private ParsedStep ReadStep(ref Utf8JsonReader reader, string place)
    {
        _place = place;
        _byte = _json.OffsetOf(reader);
        Expect(reader, JsonTokenType.StartObject, "is not an object");
        _json.BufferValue(ref reader);
        ExecutionStep step = _stepParser.Read(ref reader);
        if (!_steps.TryGetValue(step.Id, out ParsedStep? parsed))
            _steps.Add(step.Id, parsed = new ParsedStep(step, place));
        else if (!parsed.Step.HasSameValues(step))
            throw Fail("", $"has other values for the step '{HistoryErrors.Short(step.Id)}' than {parsed.Place}");
        return parsed;
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
            foreach (ParsedStep step in _placed)
                _stored[(int)step.Step.DataMode].Add(step);
        }
        else if (_placed.Find(step => !step.IsStored) is { } missing)
        {
            throw Fail("mode_storage", $"does not contain the step '{HistoryErrors.Short(missing.Step.Id)}' of {missing.Place}");
        }

        foreach (ParsedStep step in _stored.SelectMany(steps => steps))
            history.Adopt(step.Step);
        foreach (ParsedStep step in _placed)
            history.Place(step.Parent?.Step, step.Step);
        history.SetCurrent(_leaf?.Step);
        CheckCounts(history);
        return history;
    }

    /// <summary>Checks the counts. They may include pruned steps or not; any other count means that steps are missing.</summary>
    private void CheckCounts(ExecutionHistory history)
    {
        CheckCount("total_steps", _summary.Total, history.TotalSteps, _placed.Count);
        CheckCount("failed_steps", _summary.Failed, history.FailedSteps, Placed(StepStatus.Failed));
        CheckCount("skipped_steps", _summary.Skipped, history.SkippedSteps, Placed(StepStatus.Skipped));

        int Placed(StepStatus status) => _placed.Count(step => step.Step.Status == status);

        void CheckCount(string key, long? recorded, int all, int placed)
        {
            if (recorded is { } count && count != all && count != placed)
                throw HistoryErrors.Invalid(_source, $"summary.{key}", $"is {count}, but the file contains {all}");
        }
    }

    private bool Next(ref Utf8JsonReader reader)
    {
        bool hasToken = _json.Read(ref reader);
        _byte = _json.OffsetOf(reader);
        return hasToken ? true : throw new JsonException("It ends too early.");
    }

    private void Expect(in Utf8JsonReader reader, JsonTokenType type, string why)
    {
        if (reader.TokenType != type)
            throw Fail("", why);
    }

    private MarianneException Fail(string key, string why)
    {
        string place = key.Length == 0 ? _place : _place == "it" ? key : $"{_place}.{HistoryErrors.Short(key)}";
        return HistoryErrors.Invalid(_source, $"{place} (byte {_byte + 1})", why);
    }

    private static string NameOf(ParsedStep? step) => step is null ? "no step" : $"'{HistoryErrors.Short(step.Step.Id)}'";
}
