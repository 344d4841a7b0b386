namespace Marianne.Reports;

/// <summary>How a report is made.</summary>
public sealed record ReportOptions
{
    /// <summary>The prompts and outputs that the report contains. The default is those of attempts that failed.</summary>
    public ReportTexts Texts { get; init; }

    /// <summary>Indicates whether the file is written again every few seconds. The default is <c>false</c>.</summary>
    public bool IsWatched { get; init; }
}
