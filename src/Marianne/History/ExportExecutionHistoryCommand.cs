using System.Globalization;
using System.Management.Automation;
using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Writes an execution history to a file, or attaches it to a job.</summary>
[Cmdlet(
    VerbsData.Export,
    "ExecutionHistory",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Export-ExecutionHistory.md")]
[OutputType(typeof(ExecutionHistory))]
public sealed class ExportExecutionHistoryCommand : JobHistoryCmdlet
{
    // The histories of this pipeline by target: a second one would replace the first without a warning.
    private readonly Dictionary<string, ExecutionHistory> _exported = new(StringComparer.Ordinal);

    /// <summary>
    /// Specifies the execution history, as returned by New-ExecutionHistory or Import-ExecutionHistory, or a step of it. For
    /// a step, the cmdlet uses the history that the step belongs to.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: the object is not a history or a step. NotLiveObject: it is from another process or session.
    /// </exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("History")]
    public object InputObject { get; set; } = null!;

    /// <summary>Specifies the path of the file. Wildcards are not supported. The folder must exist.</summary>
    /// <exception cref="MarianneException">HistoryFileFailed: the file cannot be written, and is unchanged.</exception>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Specifies the path of the file. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// Specifies the format of the file: <c>Json</c>, which Import-ExecutionHistory reads, or <c>Html</c>, a page for a browser with
    /// the tree of steps. The default is <c>Json</c>.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public HistoryFormat Format { get; set; }

    /// <summary>Specifies the id of the job. The id is case-sensitive, and wildcards are not supported.</summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    // Not bound by property name: the Id of a step that is piped in is not the id of a job.
    [Parameter(Mandatory = true, ParameterSetName = JobSet)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public override string? JobId { get; set; }

    /// <summary>Indicates that the cmdlet also replaces a read-only file.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet keeps an existing file or attached history. It then causes the error HistoryExists. By
    /// default, the cmdlet replaces it.
    /// </summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the history. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = HistoryArguments.HistoryOf(InputObject);
        bool isExported = JobId is { } id ? Attach(history, id) : Write(history, FullPath((Path ?? LiteralPath)!));
        if (isExported && PassThru)
            WriteObject(history);
    }

    private bool Write(ExecutionHistory history, string path)
    {
        if (HasOther(path, history))
            throw HistoryErrors.WrittenJustNow(path);
        if (!ShouldProcess(path, "Export", () => ExecutionHistoryFile.Check(path, Force, NoClobber)))
            return false;

        if (Format == HistoryFormat.Json)
            WarnIfLarge(history);
        ExecutionHistoryFile.Write(path, history, Format, Force, NoClobber, StopToken);
        _exported[path] = history;
        return true;
    }

    private bool Attach(ExecutionHistory history, string id)
    {
        string owner = SheetNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"{id}, sheet {number}") : id;
        if (HasOther(owner, history))
            throw HistoryErrors.AttachedJustNow(id, SheetNumber);

        IJobStore jobs = Connected.Jobs;
        if (NoClobber && Wait(new AttachedHistories(jobs).ExistsAsync(id, SheetNumber, StopToken)))
            throw HistoryErrors.AttachedAlready(id, SheetNumber);
        if (!ShouldProcess(owner, "Attach the execution history", () => CheckOwner(id)))
            return false;
        WarnIfLarge(history);
        Wait(new AttachedHistories(jobs).SaveAsync(id, SheetNumber, history, StopToken));
        _exported[owner] = history;
        return true;
    }

    /// <summary>Throws if the owner of an attached history does not exist.</summary>
    private void CheckOwner(string id)
    {
        Job job = Wait(Connected.Jobs.LoadStatusAsync(id, StopToken)) ?? throw JobErrors.NotFound(id);
        JobValidator.CheckSheet(id, SheetNumber, job.TotalSheets);
    }

    private bool HasOther(string target, ExecutionHistory history) =>
        _exported.TryGetValue(target, out ExecutionHistory? first) && !ReferenceEquals(first, history);

    private void WarnIfLarge(ExecutionHistory history)
    {
        long length = history.EstimateLength();
        if (length <= ExecutionHistory.LargeExport)
            return;

        FormattableString warning =
            $"The export of {history} takes about {length >> 20:N0} MB, because each path is written with all of its steps.";
        WriteWarning(warning.ToString(CultureInfo.CurrentCulture));
    }
}
