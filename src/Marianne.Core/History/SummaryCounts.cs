using System.Text.Json;

namespace Marianne.History;

/// <summary>The values of a summary that cannot be calculated from the steps, and the counts that must match the steps.</summary>
internal sealed class SummaryCounts
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public string? Machine { get; private set; }

    public string? Execution { get; private set; }

    public double? Start { get; private set; }

    public double? End { get; private set; }

    public double? Duration { get; private set; }

    public DataMode? Mode { get; private set; }

    public long? Total { get; private set; }

    public long? Failed { get; private set; }

    public long? Skipped { get; private set; }

    public long Streams { get; set; }

    /// <summary>
    /// Reads the value of a key. Returns <c>false</c>, and reads nothing, if the key is not one of these values.
    /// </summary>
    public bool Read(ref Utf8JsonReader reader, string key, HistoryValueParser values)
    {
        switch (key)
        {
            case "fsm_name":
                Machine = values.Name(ref reader, key);
                break;
            case "execution_id":
                Execution = values.Name(ref reader, key);
                break;
            case "start_time":
                Start = values.Time(ref reader, key);
                break;
            case "end_time":
                End = values.Time(ref reader, key);
                break;
            case "duration":
                Duration = values.Duration(ref reader, key);
                break;
            case "data_mode":
                Mode = values.Word<DataMode>(ref reader, key);
                break;
            case "total_steps":
                Total = values.Count(ref reader, key);
                break;
            case "failed_steps":
                Failed = values.Count(ref reader, key);
                break;
            case "skipped_steps":
                Skipped = values.Count(ref reader, key);
                break;
            default:
                return false;
        }

        return _keys.Add(key) ? true : throw values.Twice(key);
    }

    /// <summary>Throws if a required value is missing.</summary>
    public void Check(HistoryValueParser.Failure fail)
    {
        (string Key, object? Value)[] required =
            [("fsm_name", Machine), ("execution_id", Execution), ("start_time", Start), ("data_mode", Mode)];
        foreach ((string key, object? value) in required)
        {
            if (value is null)
                throw fail(key, "is missing");
        }
    }
}
