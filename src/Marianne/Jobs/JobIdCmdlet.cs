using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>What the cmdlets share that do something to each of some jobs, named by their ids.</summary>
public abstract class JobIdCmdlet : JobStoreCmdlet
{
    private protected JobIdCmdlet()
    {
    }

    /// <summary>
    /// The ids of the jobs, taken as they are: a wildcard is a character like others. Jobs, sheets and executions can
    /// be piped in.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the store has no such job. The others go on.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    private protected sealed override void Process() => ForEach(Id, Process);

    /// <summary>Does it to one.</summary>
    private protected abstract void Process(string id);
}
