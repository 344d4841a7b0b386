using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.History;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>Writes an execution history as a page with the tree of its steps.</summary>
public static class HistoryPage
{
    private const int MostRows = 200;

    /// <summary>Writes the page.</summary>
    /// <param name="history">The history.</param>
    /// <param name="stream">The destination. It is not closed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static void Write(ExecutionHistory history, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);

        IReadOnlyList<ExecutionStep> steps = history.Steps();
        ReportPage.Write(stream, history.MachineName, ContentOf(history, steps), ("data", WriteSteps));

        void WriteSteps(Stream data)
        {
            using var writer = new Utf8JsonWriter(data);
            WriteData(writer, history, steps, cancellationToken);
        }
    }

    private static void WriteData(
        Utf8JsonWriter json, ExecutionHistory history, IReadOnlyList<ExecutionStep> steps, CancellationToken cancellationToken)
    {
        HistorySummary summary = history.Summarize();
        json.WriteStartObject();
        json.WriteString("format", "marianne-history");
        json.WriteString("machine", history.MachineName);
        json.WriteBoolean("is_complete", history.EndTime is not null);
        json.WriteNumber("total_steps", summary.TotalSteps);
        json.WriteNumber("paths", summary.TotalPaths);
        if (history.Duration is { } duration)
            json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 6));
        json.WriteStartArray("steps");
        var indexes = new Dictionary<string, int>(steps.Count);
        for (int index = 0; index < steps.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExecutionStep step = steps[index];
            indexes[step.Id] = index;
            Write(json, step, index, step.ParentId is { } parent && indexes.TryGetValue(parent, out int at) ? at : null);
            if (json.BytesPending > 1 << 16)
                json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExecutionStep step, int index, int? parent)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteNumber("depth", step.Depth);
        json.WriteString("state", step.StateName);
        json.WriteString("status", step.Status.ToString());
        if (parent is { } at)
            json.WriteNumber("parent", at);
        if (step.DurationSeconds is { } seconds && double.IsFinite(seconds))
            json.WriteNumber("seconds", seconds);
        if (step.StartTime is { } start)
            json.WriteString("started_at", start);
        if (step.ArcTaken is { } arc)
            json.WriteString("arc", arc);
        if (step.Error is { } error)
            json.WriteString("error", error);
        json.WriteEndObject();
    }

    private static string ContentOf(ExecutionHistory history, IReadOnlyList<ExecutionStep> steps)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<h1>{ReportPage.Encode(history.MachineName)}</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{CountText.Of(steps.Count, "step")}</p>\n<table>\n");
        html.Append("<tr><th scope=\"col\">State</th><th scope=\"col\">Status</th><th scope=\"col\">Error</th></tr>\n");
        foreach (ExecutionStep step in steps.Take(MostRows))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{ReportPage.Encode(step.StateName)}</td><td>{step.Status}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{ReportPage.Encode(step.Error)}</td></tr>\n");
        }

        return html.Append("</table>\n").ToString();
    }
}
