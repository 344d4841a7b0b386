using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets recorded attempts of sheets, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneExecution", SupportsPaging = true)]
[OutputType(typeof(Execution))]
public sealed class GetMarianneExecutionCommand : JobStoreCmdlet
{
    /// <summary>
    /// The ids of the jobs; wildcards are allowed, and an id that is a job's exactly is that job. Jobs, sheets and
    /// executions can be piped in. Default: all.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the store has no such job. The others go on.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? JobId { get; set; }

    /// <summary>Only attempts of this sheet. Default: of all.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }

    private protected override void Process()
    {
        if (JobId is null)
            List(new ExecutionQuery { SheetNumber = SheetNumber });
        else
            ForEach(JobId, id => ForEach(Find(id), job => List(new ExecutionQuery { JobId = job.Id, SheetNumber = SheetNumber })));
    }

    private void List(ExecutionQuery query)
    {
        WriteTotal(() => Jobs.CountExecutionsAsync(query, StopToken));
        ExecutionQuery page = query with { Skip = PagingParameters.SkipCount(), First = PagingParameters.FirstCount() };
        foreach (Execution execution in Read(Jobs.ListExecutionsAsync(page, StopToken)))
            WriteExecution(execution);
    }
}
