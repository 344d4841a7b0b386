namespace Marianne.Jobs;

/// <summary>The configuration of a job.</summary>
/// <param name="Snapshot">The complete configuration: a JSON object as text.</param>
/// <param name="Hash">The hash of the configuration: see <see cref="ConfigHash"/>.</param>
/// <param name="Path">The full path of the file from which it was read; <c>null</c> if it was not a file.</param>
/// <param name="TotalSheets">The number of sheets, 1 or more.</param>
public sealed record JobConfig(string Snapshot, string Hash, string? Path, int TotalSheets)
{
    /// <summary>
    /// The number of sheets that the job had when new sheets got their numbers. If it has more by now, a change to this configuration is
    /// refused, because they may have the same numbers. The default is <c>null</c>: this is not checked.
    /// </summary>
    public int? ExpectedSheets { get; init; }
}
