using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

public sealed partial class InvokeMarianneJobCommand
{
    /// <summary>
    /// Specifies the names or numbers of sheets from which the job runs again: these sheets and all that depend on them, also in a
    /// Completed job. If no sheet of the score depends on another, all later sheets run again as well. With a score, the newest job with its
    /// name and workspace is used. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// SheetOutOfRange: the sheet does not exist. ScoreChanged: the score changed for sheets that are kept. JobIsPlayed: a process runs
    /// the job. InvalidTransition: the job is Cancelled.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetChoiceCompleter))]
    public string[] FromSheet { get; set; } = [];

    /// <summary>
    /// Specifies the names or numbers of sheets that run again, with those that depend on them, also in a Completed job. With a score, the
    /// newest job with its name and workspace is used. Tab completion is available.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetChoiceCompleter))]
    public string[] SheetName { get; set; } = [];

    /// <summary>
    /// Specifies which sheets of the job, or of those in FromSheet and SheetName, run again, with those that depend on them: Failed, also
    /// if the score allows their failure; Changed, if their text, their file, or a parameter that they use has changed since they were
    /// run; or All. The default is All.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    public OnlySheets Only { get; set; }

    /// <summary>
    /// Indicates that the chosen sheets run in a new job, which takes over the sheets that are kept, with their attempts and outputs. The
    /// job itself is not changed. ForkedFrom of the new job is its id. By default, sheets run again in the same job.
    /// </summary>
    /// <exception cref="MarianneException">
    /// JobIsPlayed: a process runs the job. InvalidParameter: nothing would run, or the job was created with -ForEach.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    public SwitchParameter Fork { get; set; }

    /// <summary>Specifies the id of the fork. The default is an id that is created from the name and the time.</summary>
    /// <exception cref="MarianneException">JobExists: there is a job with this id. InvalidJobId: it is not a valid id.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public string? NewId { get; set; }

    private SheetSelection? Selection => FromSheet.Length + SheetName.Length > 0 || MyInvocation.BoundParameters.ContainsKey(nameof(Only))
        ? new SheetSelection { From = FromSheet, Sheets = SheetName, Only = Only }
        : null;
}
