namespace Marianne.Reports;

/// <summary>The format of a report.</summary>
public enum ReportFormat
{
    /// <summary>A page for a browser, in one file.</summary>
    Html,

    /// <summary>A text for a pull request or the summary of a build, below 1 MB.</summary>
    Markdown,

    /// <summary>The data of the report. Its schema is <c>schema/marianne-report.schema.json</c>.</summary>
    Json,
}
