using System.Text;

namespace Marianne.Reports;

/// <summary>Writes the files of reports.</summary>
public static class ReportFile
{
    /// <summary>Returns the format that the extension of a path means: <c>.md</c>, <c>.json</c>, or else HTML.</summary>
    /// <param name="path">The path.</param>
    public static ReportFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MD" or ".MARKDOWN" => ReportFormat.Markdown,
        ".JSON" => ReportFormat.Json,
        _ => ReportFormat.Html,
    };

    /// <summary>Writes a report to a file. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="report">The report.</param>
    /// <param name="format">The format.</param>
    /// <param name="force">Indicates whether to replace a read-only file.</param>
    /// <param name="noClobber">Indicates whether to keep an existing file, which is an error.</param>
    /// <exception cref="MarianneException">
    /// ReportExists: the file exists and must be kept. ReportFileFailed: the file cannot be written.
    /// </exception>
    public static void Write(string path, Report report, ReportFormat format, bool force = false, bool noClobber = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        OutputFile.Write(
            path, stream => Write(stream, report, format), force, noClobber, ReportErrors.Exists, ReportErrors.FileFailed);
    }

    /// <summary>Throws if it is known without writing that a file cannot be written.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="force">Indicates whether to replace a read-only file.</param>
    /// <param name="noClobber">Indicates whether to keep an existing file, which is an error.</param>
    /// <exception cref="MarianneException">
    /// ReportExists: the file exists and must be kept. ReportFileFailed: the file cannot be written.
    /// </exception>
    public static void Check(string path, bool force, bool noClobber) =>
        OutputFile.Check(path, force, noClobber, ReportErrors.Exists, ReportErrors.FileFailed);

    /// <summary>Writes a report to a stream.</summary>
    /// <param name="stream">The destination. It is not closed.</param>
    /// <param name="report">The report.</param>
    /// <param name="format">The format.</param>
    public static void Write(Stream stream, Report report, ReportFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(report);
        switch (format)
        {
            case ReportFormat.Markdown:
                stream.Write(Encoding.UTF8.GetBytes(MarkdownReport.Of(report)));
                break;
            case ReportFormat.Json:
                ReportJson.Write(report, stream, indented: true);
                break;
            default:
                ReportPage.Write(stream, TitleOf(report), StaticContent.Of(report), new ReportBlocks(report).All);
                break;
        }
    }

    private static string TitleOf(Report report) =>
        report.Jobs is [var first, ..] ? $"{first.Name}: {first.Status}" : "Marianne report";
}
