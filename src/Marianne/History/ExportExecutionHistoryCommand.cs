using System.Globalization;
using System.Management.Automation;
using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Writes an execution history to a JSON file, or attaches it to a job or to one of its sheets.</summary>
[Cmdlet(VerbsData.Export, "ExecutionHistory", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(ExecutionHistory))]
public sealed class ExportExecutionHistoryCommand : StoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string JobSet = "Job";

    // What this pipeline has written, by its place: a second one there would replace the first without a word.
    private readonly Dictionary<string, ExecutionHistory> _done = new(StringComparer.Ordinal);

    /// <summary>The history. A step stands for its history too.</summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it is neither. NotLiveObject: it came from another process or session.
    /// </exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("History")]
    public object InputObject { get; set; } = null!;

    /// <summary>The file. It is replaced when it is there; its folder must be.</summary>
    /// <exception cref="MarianneException">HistoryFileFailed: it cannot be written. The old file is whole then.</exception>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The same, for the pipeline.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The id of the job to attach it to, taken as it is.</summary>
    /// <exception cref="MarianneException">JobNotFound: the store has no such job.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? JobId { get; set; }

    /// <summary>The number of the sheet to attach it to. Default: the job itself.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no such sheet.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }

    /// <summary>Replaces a file that is read-only, too.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps a file or an attached history that is there: that is the error HistoryExists then.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the history.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = HistoryArguments.HistoryOf(InputObject);
        bool isDone = JobId is { } id ? Attach(history, id) : Write(history, FullPath((Path ?? LiteralPath)!));
        if (isDone && PassThru)
            WriteObject(history);
    }

    private bool Write(ExecutionHistory history, string path)
    {
        if (HasOther(path, history))
            throw HistoryErrors.WrittenJustNow(path);
        if (!ShouldProcess(path, "Export"))
            return false;

        WarnOfLength(history);
        ExecutionHistoryFile.Write(path, history, Force, NoClobber, StopToken);
        _done[path] = history;
        return true;
    }

    private bool Attach(ExecutionHistory history, string id)
    {
        string owner = SheetNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"{id}, sheet {number}") : id;
        if (HasOther(owner, history))
            throw HistoryErrors.AttachedJustNow(id, SheetNumber);
        if (!ShouldProcess(owner, "Attach the execution history"))
            return false;

        IJobStore jobs = Connected.Jobs;
        if (NoClobber && Wait(new AttachedHistories(jobs).ExistsAsync(id, SheetNumber, StopToken)))
            throw HistoryErrors.AttachedAlready(id, SheetNumber);
        WarnOfLength(history);
        Wait(new AttachedHistories(jobs).SaveAsync(id, SheetNumber, history, StopToken));
        _done[owner] = history;
        return true;
    }

    private bool HasOther(string place, ExecutionHistory history) =>
        _done.TryGetValue(place, out ExecutionHistory? first) && !ReferenceEquals(first, history);

    private void WarnOfLength(ExecutionHistory history)
    {
        long length = history.EstimateLength();
        if (length <= ExecutionHistory.LargeExport)
            return;

        FormattableString warning =
            $"The export of {history} has about {length >> 20:N0} MB: each of its paths is written with all of its steps.";
        WriteWarning(warning.ToString(CultureInfo.CurrentCulture));
    }
}
