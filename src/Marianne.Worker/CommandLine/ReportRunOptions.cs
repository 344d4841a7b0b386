using Marianne.Reports;

namespace Marianne.Worker;

/// <summary>The options of <c>marianne-worker report</c>.</summary>
internal sealed record ReportRunOptions
{
    /// <summary>The path of the file to write.</summary>
    public required string Path { get; init; }

    /// <summary>The ids of the jobs; empty for the one that was updated last.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The name of the jobs; <c>null</c> for all names.</summary>
    public string? Name { get; init; }

    /// <summary>The format. The default is the one that the extension of the path means.</summary>
    public ReportFormat? Format { get; init; }

    /// <summary>The prompts and outputs that the report contains.</summary>
    public ReportTexts Texts { get; init; }

    /// <summary>Indicates whether the file is written again until the jobs end.</summary>
    public bool Watch { get; init; }

    /// <summary>Indicates whether to keep an existing file.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Indicates whether to replace a read-only file.</summary>
    public bool Force { get; init; }

    /// <summary>The path of the job store. The default is the default store.</summary>
    public string? Store { get; init; }

    /// <summary>The path of the learning store. The default is the default store.</summary>
    public string? Learning { get; init; }
}
