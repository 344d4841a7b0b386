using System.Text.Json;

namespace Marianne.History;

/// <summary>What of a summary does not follow from the steps, and the counts that they must agree with.</summary>
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

    /// <summary>Reads the value of a key; false when it is none of these, and nothing was read.</summary>
    public bool Read(ref Utf8JsonReader reader, string key, StepParser values)
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

    /// <summary>Refuses a summary that lacks what nothing else tells.</summary>
    public void Check(StepParser.Failure fail)
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
