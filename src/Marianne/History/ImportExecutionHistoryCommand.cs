using System.Collections.ObjectModel;
using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Reads execution histories from JSON files, or those that are attached to jobs and sheets.</summary>
[Cmdlet(VerbsData.Import, "ExecutionHistory", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ExecutionHistory))]
public sealed class ImportExecutionHistoryCommand : StoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string JobSet = "Job";

    /// <summary>The files; wildcards are allowed, and a path that is a file's exactly is that file.</summary>
    /// <exception cref="MarianneException">
    /// HistoryNotFound: there is no such file. InvalidHistory: it holds no history, or a damaged one. The others go on.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards, for the pipeline: the paths of file objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The id of the job, taken as it is. Jobs, sheets and executions can be piped in.</summary>
    /// <exception cref="MarianneException">
    /// JobNotFound: the store has no such job. HistoryNotFound: nothing is attached to it.
    /// </exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? JobId { get; set; }

    /// <summary>The number of the sheet. Default: the history of the job itself.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no such sheet.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }

    /// <summary>Takes a snapshot of the data of each step that is added later.</summary>
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
            ForEach(Path, pattern => ForEach(Resolve(pattern), Read));
    }

    private ExecutionHistory Attached(string id) =>
        Wait(new AttachedHistories(Connected.Jobs).LoadAsync(id, SheetNumber, Options, StopToken))
        ?? throw HistoryErrors.NotAttached(id, SheetNumber);

    private void Read(string path) => WriteObject(ExecutionHistoryFile.Read(path, Options, StopToken));

    /// <summary>The files that a path means: exactly this one, else those that fit it as a wildcard.</summary>
    private Collection<string> Resolve(string path)
    {
        string literal = FullPath(path);
        return File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path)
            ? [literal]
            : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
    }
}
