namespace Marianne.Reports;

/// <summary>A report that is written to a file.</summary>
public sealed record ReportRequest
{
    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The jobs. The default is the one that was updated last, with those of the same name.</summary>
    public ReportSelection Jobs { get; init; } = new();

    /// <summary>The format. The default is the one that the extension of the path means.</summary>
    public ReportFormat? Format { get; init; }

    /// <summary>The prompts and outputs that the report contains. The default is those of attempts that failed.</summary>
    public ReportTexts Texts { get; init; }

    /// <summary>Indicates whether the file is written again every few seconds until the jobs end. The default is <c>false</c>.</summary>
    public bool Watch { get; init; }

    /// <summary>Indicates whether to replace a read-only file. The default is <c>false</c>.</summary>
    public bool Force { get; init; }

    /// <summary>Indicates whether to keep an existing file, which is an error. The default is <c>false</c>.</summary>
    public bool NoClobber { get; init; }
}
