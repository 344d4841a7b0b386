namespace Marianne.Reports;

/// <summary>
/// What happened in one or more jobs: the model that the HTML page, the Markdown text and the JSON of a report are written from.
/// It depends on the stores alone, so that the same stores give the same report.
/// </summary>
public sealed record Report
{
    /// <summary>The version of the JSON layout.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The word by which the JSON is recognized.</summary>
    public string Format { get; init; } = "marianne-report";

    /// <summary>The version of the layout.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Indicates whether the file is written again every few seconds until its jobs end.</summary>
    public bool IsWatched { get; init; }

    /// <summary>The jobs, the one that was updated last first.</summary>
    public IReadOnlyList<JobReport> Jobs { get; init; } = [];

    /// <summary>The errors of the jobs, by code, with what the learning store knows about them.</summary>
    public IReadOnlyList<ErrorReport> Errors { get; init; } = [];

    /// <summary>The number of prompts and outputs that were left out because the report would become too large.</summary>
    public int TextsLeftOut { get; init; }
}
