using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.History;

/// <summary>Writes a history as JSON, in the layout that other implementations use. It flushes often.</summary>
internal sealed class HistoryWriter : IDisposable
{
    private const int FlushSize = 1 << 16;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Unicode is not escaped.
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Creates a writer for a stream. The stream is not closed.</summary>
    public HistoryWriter(Stream stream, CancellationToken cancellationToken)
    {
        _json = new Utf8JsonWriter(stream, Compact);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Returns the size of a list of steps in bytes.</summary>
    public static long LengthOf(IReadOnlyList<ExecutionStep> steps)
    {
        using var writer = new HistoryWriter(Stream.Null, default);
        writer.Write(steps);
        return writer._json.BytesCommitted + writer._json.BytesPending;
    }

    /// <summary>Writes a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="summary">The statistics of the history.</param>
    /// <param name="paths">The paths of the history.</param>
    /// <param name="byMode">The steps of the history by data mode.</param>
    public void Write(
        ExecutionHistory history,
        HistorySummary summary,
        IEnumerable<ExecutionStep[]> paths,
        IReadOnlyList<IReadOnlyList<ExecutionStep>> byMode)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("summary");
        Write(history, summary);

        _json.WriteStartArray("paths");
        foreach (ExecutionStep[] path in paths)
            Write(path);
        _json.WriteEndArray();

        _json.WriteStartObject("mode_storage");
        for (int mode = 0; mode < byMode.Count; mode++)
        {
            _json.WritePropertyName(SnakeCaseName.Of((DataMode)mode));
            Write(byMode[mode]);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(ExecutionHistory history, HistorySummary summary)
    {
        _json.WriteStartObject();
        _json.WriteString("fsm_name", summary.FsmName);
        _json.WriteString("execution_id", summary.ExecutionId);
        Write("start_time", history.StartSeconds);
        Write("end_time", history.EndSeconds);
        Write("duration", history.DurationSeconds);
        _json.WriteNumber("total_steps", summary.TotalSteps);
        _json.WriteNumber("failed_steps", summary.FailedSteps);
        _json.WriteNumber("skipped_steps", summary.SkippedSteps);
        _json.WriteNumber("completed_steps", summary.CompletedSteps);
        _json.WriteString("data_mode", SnakeCaseName.Of(summary.DataMode));
        _json.WriteNumber("tree_depth", summary.TreeDepth);
        _json.WriteNumber("total_paths", summary.TotalPaths);

        _json.WriteStartObject("resource_usage");
        foreach ((string type, ResourceTotals totals) in summary.ResourceUsage)
        {
            _json.WriteStartObject(type);
            _json.WriteNumber("total_calls", totals.TotalCalls);
            Write("total_duration", totals.TotalDuration);
            _json.WriteStartArray("steps");
            foreach (string id in totals.Steps)
            {
                _json.WriteStringValue(id);
                FlushIfLarge();
            }

            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteStartObject("stream_progress");
        _json.WriteNumber("total_chunks", summary.StreamProgress.TotalChunks);
        _json.WriteNumber("total_records", summary.StreamProgress.TotalRecords);
        _json.WriteNumber("streams_processed", summary.StreamProgress.StreamsProcessed);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Write(IReadOnlyList<ExecutionStep> steps)
    {
        _json.WriteStartArray();
        foreach (ExecutionStep step in steps)
        {
            Write(step);
            FlushIfLarge();
        }

        _json.WriteEndArray();
    }

    private void Write(ExecutionStep step)
    {
        _json.WriteStartObject();
        _json.WriteString("step_id", step.Id);
        _json.WriteString("state_name", step.StateName);
        _json.WriteString("network_name", step.NetworkName);
        Write("timestamp", step.TimestampSeconds);
        Write("start_time", step.StartSeconds);
        Write("end_time", step.EndSeconds);
        Write("duration", step.DurationSeconds);
        _json.WriteString("data_mode", SnakeCaseName.Of(step.DataMode));
        _json.WriteString("status", SnakeCaseName.Of(step.Status));
        _json.WriteString("arc_taken", step.ArcTaken);
        _json.WriteString("error", step.Error);
        _json.WritePropertyName("metrics");
        Write((object)step.Metrics);
        _json.WriteStartObject("resource_usage");
        foreach ((string type, IReadOnlyDictionary<string, object?> figures) in step.ResourceUsage)
        {
            _json.WritePropertyName(type);
            Write((object)figures);
        }

        _json.WriteEndObject();
        _json.WritePropertyName("stream_progress");
        Write((object?)step.StreamProgress);
        _json.WriteNumber("chunks_processed", step.ChunksProcessed);
        _json.WriteNumber("records_processed", step.RecordsProcessed);
        _json.WriteEndObject();
    }

    /// <summary>Writes a value that was normalized by <see cref="HistoryValue"/>, which limits the nesting depth.</summary>
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            case string text:
                _json.WriteStringValue(text);
                break;
            case long whole:
                _json.WriteNumberValue(whole);
                break;
            case double number:
                Write(number);
                break;
            case BigInteger large:
                _json.WriteRawValue(large.ToString(System.Globalization.CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case IReadOnlyDictionary<string, object?> map:
                _json.WriteStartObject();
                foreach ((string name, object? member) in map)
                {
                    _json.WritePropertyName(name);
                    Write(member);
                }

                _json.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                _json.WriteStartArray();
                foreach (object? item in items)
                    Write(item);
                _json.WriteEndArray();
                break;
            default:
                throw HistoryErrors.InvalidValue(
                    "A value", $"of type {value.GetType().FullName} cannot be stored as JSON", value);
        }
    }

    private void Write(string name, double? seconds)
    {
        _json.WritePropertyName(name);
        if (seconds is { } known)
            Write(known);
        else
            _json.WriteNullValue();
    }

    private void Write(double number) => _json.WriteRawValue(PythonNumber.Text(number), skipInputValidation: true);

    /// <summary>Flushes to the stream if enough bytes are pending.</summary>
    private void FlushIfLarge()
    {
        if (_json.BytesPending < FlushSize)
            return;

        _cancellationToken.ThrowIfCancellationRequested();
        _json.Flush();
    }
}
