using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that process jobs by their ids.</summary>
public abstract class JobIdCmdlet : JobStoreCmdlet
{
    private protected JobIdCmdlet()
    {
    }

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported: characters such as
    /// <c>*</c> and <c>[1]</c> are part of the id.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    private protected sealed override void Process() => ForEach(Id, Process);

    /// <summary>Processes one job.</summary>
    private protected abstract void Process(string id);
}
