using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets outcomes of sheets, newest first: all, or those of a job, a workspace, a number of sheet.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedOutcome", SupportsPaging = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(LearnedOutcome))]
public sealed class GetLearnedOutcomeCommand : LearningCmdlet
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";

    /// <summary>Only outcomes of the job of this id or name, taken as it is. Jobs and sheets can be piped in.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId", "Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? JobName { get; set; }

    /// <summary>The hash of the job's configuration, where outcomes were recorded with one. Default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigHash { get; set; }

    /// <summary>Only outcomes of the workspace in this folder. It need not exist.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is not in the file system.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>Only outcomes of the workspace with this hash: 16 hexadecimal digits in lower case.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is no such hash.</exception>
    [Parameter(Mandatory = true, ParameterSetName = HashSet)]
    public string? WorkspaceHash { get; set; }

    /// <summary>Only outcomes of sheets with this number; 0 for those that have none.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }

    private protected override void Process()
    {
        var query = new OutcomeQuery
        {
            JobHash = JobName is null ? null : LearningHash.OfJob(JobName, ConfigHash),
            WorkspaceHash = WorkspaceHash is null ? Workspace is null ? null : HashOf(Workspace) : Valid(WorkspaceHash),
            SheetNumber = SheetNumber,
        };
        WriteTotal(() => Learning.CountOutcomesAsync(query, StopToken));

        OutcomeQuery page = query with { Skip = PagingParameters.SkipCount(), First = PagingParameters.FirstCount() };
        foreach (LearnedOutcome outcome in Read(Learning.ListOutcomesAsync(page, StopToken)))
            WriteOutcome(outcome);
    }

    private static string Valid(string hash) =>
        LearningHash.IsHash(hash) ? hash : throw ParameterErrors.NotAHash(hash);
}
