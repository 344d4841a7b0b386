namespace Marianne.Reports;

/// <summary>The prompts and outputs that a report contains.</summary>
public enum ReportTexts
{
    /// <summary>Those of attempts that failed.</summary>
    Failed,

    /// <summary>Those of all attempts.</summary>
    All,

    /// <summary>No prompts and no outputs.</summary>
    None,
}
