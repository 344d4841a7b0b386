using System.Text.Json;

namespace Marianne.History;

/// <summary>Reads the steps of a history file.</summary>
internal sealed class StepParser
{
    private static readonly string[] Required =
        ["step_id", "state_name", "network_name", "timestamp", "data_mode", "status"];

    private readonly HistoryValueParser.Failure _fail;
    private readonly HistoryValueParser _values;
    private StepFields _fields = new();

    /// <summary>Creates a parser.</summary>
    /// <param name="fail">Creates the error for a key of a step.</param>
    public StepParser(HistoryValueParser.Failure fail)
    {
        _fail = fail;
        _values = new HistoryValueParser(Fail);
    }

    /// <summary>Reads the step that begins at the current token. All of its bytes must be buffered.</summary>
    public ExecutionStep Read(ref Utf8JsonReader reader)
    {
        _fields = new StepFields();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            if (!keys.Add(key))
                throw _values.Twice(key);
            reader.Read();
            ReadMember(ref reader, key);
        }

        foreach (string key in Required)
        {
            if (!keys.Contains(key))
                throw Fail(key, "is missing");
        }

        return _fields.ToStep();
    }

    private void ReadMember(ref Utf8JsonReader reader, string key)
    {
        switch (key)
        {
            case "step_id":
                _fields.Id = _values.Name(ref reader, key);
                break;
            case "state_name":
                _fields.State = _values.Name(ref reader, key);
                break;
            case "network_name":
                _fields.Network = _values.Name(ref reader, key);
                break;
            case "timestamp":
                _fields.Timestamp = _values.Time(ref reader, key) ?? throw Fail(key, "is null");
                break;
            case "start_time":
                _fields.Start = _values.Time(ref reader, key);
                break;
            case "end_time":
                _fields.End = _values.Time(ref reader, key);
                break;
            case "duration":
                _fields.Duration = _values.Duration(ref reader, key);
                break;
            case "data_mode":
                _fields.Mode = _values.Word<DataMode>(ref reader, key);
                break;
            case "status":
                _fields.Status = _values.Word<StepStatus>(ref reader, key);
                break;
            case "arc_taken":
                _fields.Arc = _values.Text(ref reader, key);
                break;
            case "error":
                _fields.Error = _values.Text(ref reader, key);
                break;
            case "metrics":
                _fields.Metrics = _values.Map(ref reader, key);
                break;
            case "resource_usage":
                _fields.Usage = _values.Usage(ref reader, key);
                break;
            case "stream_progress":
                _fields.Progress = _values.Map(ref reader, key);
                break;
            case "chunks_processed":
                _fields.Chunks = _values.Count(ref reader, key);
                break;
            case "records_processed":
                _fields.Records = _values.Count(ref reader, key);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private MarianneException Fail(string key, string why) =>
        _fail(key, _fields.Id.Length == 0 ? why : $"of the step '{HistoryErrors.Short(_fields.Id)}' {why}");

    /// <summary>The values of a step that is being read.</summary>
    private sealed class StepFields
    {
        public string Id = "";
        public string State = "";
        public string Network = "";
        public double Timestamp;
        public double? Start;
        public double? End;
        public double? Duration;
        public DataMode Mode;
        public StepStatus Status;
        public string? Arc;
        public string? Error;
        public IReadOnlyDictionary<string, object?>? Metrics;
        public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>? Usage;
        public IReadOnlyDictionary<string, object?>? Progress;
        public long Chunks;
        public long Records;

        public ExecutionStep ToStep()
        {
            var step = new ExecutionStep(null, Id, State, Network, Mode)
            {
                TimestampSeconds = Timestamp,
                StartSeconds = Start,
                EndSeconds = End,
                DurationSeconds = Duration,
                Status = Status,
                ArcTaken = Arc,
                Error = Error,
                StreamProgress = Progress,
                ChunksProcessed = Chunks,
                RecordsProcessed = Records,
            };
            if (Metrics is { Count: > 0 } metrics)
                step.Metrics = metrics;
            if (Usage is { Count: > 0 } usage)
                step.ResourceUsage = usage;
            return step;
        }
    }
}
