using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the recorded outcomes of sheets, newest first.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "LearnedOutcome",
    SupportsPaging = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Get-LearnedOutcome.md")]
[OutputType(typeof(LearnedOutcome))]
public sealed class GetLearnedOutcomeCommand : LearningCmdlet
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";

    /// <summary>
    /// Specifies the id or the name of the job, as it was recorded. Wildcards are not supported. The default is all
    /// jobs.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId", "Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? JobName { get; set; }

    /// <summary>Specifies the hash of the configuration of the job. The default is no hash.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigHash { get; set; }

    /// <summary>
    /// Specifies the folder of the workspace. A relative path is resolved from the current location. The folder does
    /// not have to exist. Wildcards are not supported. The default is all workspaces.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the path is not in the file system.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>
    /// Specifies the hash of the workspace, as shown in outcomes: 16 hexadecimal digits in lower case.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the value is not a valid hash.</exception>
    [Parameter(Mandatory = true, ParameterSetName = HashSet)]
    public string? WorkspaceHash { get; set; }

    /// <summary>Specifies the number of the sheet. The default is all sheets.</summary>
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
        WritePaged(
            () => Learning.CountOutcomesAsync(query, StopToken),
            (skip, first) => Read(Learning.ListOutcomesAsync(query with { Skip = skip, First = first }, StopToken)),
            WriteOutcome);
    }

    private static string Valid(string hash) =>
        LearningHash.IsHash(hash) ? hash : throw ParameterErrors.NotAHash(hash);
}
