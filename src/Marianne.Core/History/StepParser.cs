using System.Collections.ObjectModel;
using System.Text.Json;
using Marianne.Durations;
using Marianne.Text;

namespace Marianne.History;

/// <summary>Reads one step of a file, of which every byte is at hand.</summary>
/// <param name="fail">Makes the error of a key of it.</param>
internal readonly ref struct StepParser(StepParser.Failure fail)
{
    private static readonly string[] Required =
        ["step_id", "state_name", "network_name", "timestamp", "data_mode", "status"];

    private readonly Found _found = new();

    /// <summary>Makes the error of a place in a step.</summary>
    /// <param name="key">The key, with what is before it; empty for the step itself.</param>
    /// <param name="why">What is wrong there.</param>
    public delegate MarianneException Failure(string key, string why);

    /// <summary>The step that begins at the token.</summary>
    public ExecutionStep Read(ref Utf8JsonReader reader)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            if (!keys.Add(key))
                throw Fail(key, "is there twice");
            reader.Read();
            ReadMember(ref reader, key);
        }

        foreach (string key in Required)
        {
            if (!keys.Contains(key))
                throw Fail(key, "is missing");
        }

        return Step(_found);
    }

    /// <summary>Whether two are the same step in the same state.</summary>
    public static bool AreSame(ExecutionStep one, ExecutionStep other) =>
        one.StateName == other.StateName
        && one.NetworkName == other.NetworkName
        && one.TimestampSeconds.Equals(other.TimestampSeconds)
        && one.StartSeconds.Equals(other.StartSeconds)
        && one.EndSeconds.Equals(other.EndSeconds)
        && one.DurationSeconds.Equals(other.DurationSeconds)
        && one.DataMode == other.DataMode
        && one.Status == other.Status
        && one.ArcTaken == other.ArcTaken
        && one.Error == other.Error
        && one.ChunksProcessed == other.ChunksProcessed
        && one.RecordsProcessed == other.RecordsProcessed
        && HistoryValue.AreSame(one.Metrics, other.Metrics)
        && HistoryValue.AreSame(one.StreamProgress, other.StreamProgress)
        && one.ResourceUsage.Count == other.ResourceUsage.Count
        && one.ResourceUsage.All(pair =>
            other.ResourceUsage.TryGetValue(pair.Key, out IReadOnlyDictionary<string, object?>? figures)
            && HistoryValue.AreSame(pair.Value, figures));

    private static ExecutionStep Step(Found found)
    {
        var step = new ExecutionStep(null, found.Id, found.State, found.Network, found.Mode)
        {
            TimestampSeconds = found.Timestamp,
            StartSeconds = found.Start,
            EndSeconds = found.End,
            DurationSeconds = found.Duration,
            Status = found.Status,
            ArcTaken = found.Arc,
            Error = found.Error,
            StreamProgress = found.Progress,
            ChunksProcessed = found.Chunks,
            RecordsProcessed = found.Records,
        };
        if (found.Metrics is { Count: > 0 } metrics)
            step.Metrics = metrics;
        if (found.Usage is { Count: > 0 } usage)
            step.ResourceUsage = usage;
        return step;
    }

    private void ReadMember(ref Utf8JsonReader reader, string key)
    {
        switch (key)
        {
            case "step_id":
                _found.Id = Name(ref reader, key);
                break;
            case "state_name":
                _found.State = Name(ref reader, key);
                break;
            case "network_name":
                _found.Network = Name(ref reader, key);
                break;
            case "timestamp":
                _found.Timestamp = Time(ref reader, key) ?? throw Fail(key, "is null");
                break;
            case "start_time":
                _found.Start = Time(ref reader, key);
                break;
            case "end_time":
                _found.End = Time(ref reader, key);
                break;
            case "duration":
                _found.Duration = Duration(ref reader, key);
                break;
            case "data_mode":
                _found.Mode = Word<DataMode>(ref reader, key);
                break;
            case "status":
                _found.Status = Word<StepStatus>(ref reader, key);
                break;
            case "arc_taken":
                _found.Arc = Text(ref reader, key);
                break;
            case "error":
                _found.Error = Text(ref reader, key);
                break;
            case "metrics":
                _found.Metrics = Map(ref reader, key);
                break;
            case "resource_usage":
                _found.Usage = Usage(ref reader, key);
                break;
            case "stream_progress":
                _found.Progress = Map(ref reader, key);
                break;
            case "chunks_processed":
                _found.Chunks = Count(ref reader, key);
                break;
            case "records_processed":
                _found.Records = Count(ref reader, key);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>The error of a key that is there twice.</summary>
    public MarianneException Twice(string key) => Fail(key, "is there twice");

    /// <summary>A text that must not be empty.</summary>
    public string Name(ref Utf8JsonReader reader, string key) =>
        Text(ref reader, key) is { } name && !string.IsNullOrWhiteSpace(name) ? name : throw Fail(key, "is empty");

    /// <summary>A number that .NET has an instant for.</summary>
    public double? Time(ref Utf8JsonReader reader, string key) => Number(ref reader, key) switch
    {
        { } seconds when !UnixTime.IsInstant(seconds) => throw Fail(key, "is no time: it is beyond every calendar"),
        var seconds => seconds,
    };

    /// <summary>A number that .NET has a duration for.</summary>
    public double? Duration(ref Utf8JsonReader reader, string key) => Number(ref reader, key) switch
    {
        { } seconds when !UnixTime.IsDuration(seconds) => throw Fail(key, "is no duration: it is too long"),
        var seconds => seconds,
    };

    /// <summary>A whole number from 0.</summary>
    public long Count(ref Utf8JsonReader reader, string key) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count >= 0
            ? count
            : throw Fail(key, $"is {Seen(ref reader)}, and no whole number from 0");

    /// <summary>A word of a set.</summary>
    public TWord Word<TWord>(ref Utf8JsonReader reader, string key)
        where TWord : struct, Enum
    {
        string text = Text(ref reader, key) ?? throw Fail(key, "is null");
        return SnakeCaseName.TryParse(text, out TWord word)
            ? word
            : throw Fail(key, $"is '{HistoryErrors.Short(text)}', and none of {Words<TWord>()}");
    }

    private static string Words<TWord>()
        where TWord : struct, Enum => string.Join(", ", Enum.GetValues<TWord>().Select(SnakeCaseName.Of));

    private string? Text(ref Utf8JsonReader reader, string key) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw Fail(key, $"is {Seen(ref reader)}, and no text"),
    };

    private double? Number(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number)
            throw Fail(key, $"is {Seen(ref reader)}, and no number");
        return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Fail(key, "is too large");
    }

    private IReadOnlyDictionary<string, object?>? Map(ref Utf8JsonReader reader, string key) =>
        Value(ref reader, key, HistoryValue.MaximumDepth) switch
        {
            null => null,
            IReadOnlyDictionary<string, object?> map => map,
            _ => throw Fail(key, "is no object"),
        };

    private ReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>? Usage(ref Utf8JsonReader reader, string key)
    {
        if (Map(ref reader, key) is not { } map)
            return null;

        var usage = new Dictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);
        foreach ((string type, object? figures) in map)
        {
            usage.Add(type, figures as IReadOnlyDictionary<string, object?>
                ?? throw Fail($"{key}.{HistoryErrors.Short(type)}", "is no object"));
        }

        return HistoryValue.Usage(usage);
    }

    private object? Value(ref Utf8JsonReader reader, string key, int levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return PythonNumber.Read(ref reader) ?? throw Fail(key, "has a number that is too large");
        }

        if (levels == 0)
            throw Fail(key, $"is nested deeper than {HistoryValue.MaximumDepth}");
        return reader.TokenType == JsonTokenType.StartArray
            ? Items(ref reader, key, levels - 1)
            : Members(ref reader, key, levels - 1);
    }

    private ReadOnlyCollection<object?> Items(ref Utf8JsonReader reader, string key, int levels)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, key, levels));
        return items.AsReadOnly();
    }

    private ReadOnlyDictionary<string, object?> Members(ref Utf8JsonReader reader, string key, int levels)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (!map.TryAdd(name, Value(ref reader, key, levels)))
                throw Fail($"{key}.{HistoryErrors.Short(name)}", "is there twice");
        }

        return HistoryValue.Map(map);
    }

    private MarianneException Fail(string key, string why) =>
        fail(key, _found.Id.Length == 0 ? why : $"of the step '{HistoryErrors.Short(_found.Id)}' {why}");

    private static string Seen(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "null",
    };

    private sealed class Found
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
    }
}
