using System.Text.Json;

namespace Marianne.Reports;

/// <summary>Writes reports as JSON: the same report gives the same bytes.</summary>
public static class ReportJson
{
    /// <summary>Writes a report as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">The destination. It is not closed.</param>
    /// <param name="indented">Whether to indent the text. The default is <c>false</c>.</param>
    public static void Write(Report report, Stream stream, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(stream);

        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented });
        JsonSerializer.Serialize(writer, report, ReportJsonContext.Default.Report);
        writer.Flush();
    }
}
