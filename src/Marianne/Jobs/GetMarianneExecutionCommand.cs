using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets the recorded attempts of sheets, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneExecution", SupportsPaging = true, HelpUri = HelpPage.Folder + "Get-MarianneExecution.md")]
[OutputType(typeof(Execution))]
public sealed class GetMarianneExecutionCommand : JobStoreCmdlet
{
    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters. The default is all jobs.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? JobId { get; set; }

    /// <summary>Specifies the number of the sheet. The default is all sheets.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }

    private protected override bool ContinuesAfterDamage => true;

    private protected override void Process()
    {
        if (JobId is null)
            List(new ExecutionQuery { SheetNumber = SheetNumber });
        else
            ForEach(JobId, id => ForEach(Find(id), List));
    }

    private void List(Job job)
    {
        JobValidator.CheckSheet(job.Id, SheetNumber, job.TotalSheets);
        List(new ExecutionQuery { JobId = job.Id, SheetNumber = SheetNumber });
    }

    private void List(ExecutionQuery query) => WritePaged(
        () => Jobs.CountExecutionsAsync(query, StopToken),
        (skip, first) => Read(Jobs.ListExecutionsAsync(query with { Skip = skip, First = first }, StopToken)),
        WriteExecution);
}
