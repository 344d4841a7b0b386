using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Reads execution histories from JSON files, or from jobs and sheets.</summary>
[Cmdlet(
    VerbsData.Import,
    "ExecutionHistory",
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Import-ExecutionHistory.md")]
[OutputType(typeof(ExecutionHistory))]
public sealed class ImportExecutionHistoryCommand : JobHistoryCmdlet
{
    /// <summary>
    /// Specifies the paths of the files. Wildcards are supported. A path that is exactly the path of a file selects only that
    /// file, even if it contains wildcard characters.
    /// </summary>
    /// <exception cref="MarianneException">
    /// HistoryNotFound: the file does not exist. InvalidHistory: it does not contain a valid history. The cmdlet continues
    /// with the other files.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Specifies the paths of the files. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Specifies the id of the job. The id is case-sensitive, and wildcards are not supported.</summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = JobSet)]
    [Alias("Id")]
    [JobId(LeavesOthers = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public override string? JobId { get; set; }

    /// <summary>Indicates that the history takes a snapshot of the data of each step.</summary>
    [Parameter]
    public SwitchParameter Snapshot { get; set; }

    private ExecutionHistoryOptions Options => new()
    {
        TakesSnapshots = Snapshot,
        Snapshots = PowerShellSnapshotProvider.Instance,
    };

    private protected override void Process()
    {
        if (JobId is { } id)
            WriteObject(Attached(id));
        else if (ParameterSetName == LiteralPathSet)
            ForEach(LiteralPath, path => Read(FullPath(path)));
        else
            ForEach(Path, path => ForEach(Files(path), Read));
    }

    private ExecutionHistory Attached(string id) =>
        Wait(new AttachedHistories(Connected.Jobs).LoadAsync(id, SheetNumber, Options, StopToken))
        ?? throw HistoryErrors.NotAttached(id, SheetNumber);

    private IReadOnlyList<string> Files(string path) =>
        FullPaths(path) is [_, ..] files ? files : throw HistoryErrors.NoMatch(path);

    private void Read(string path) => WriteObject(ExecutionHistoryFile.Read(path, Options, StopToken));
}
