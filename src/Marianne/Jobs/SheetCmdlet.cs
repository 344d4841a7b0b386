using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that change the sheets of one job.</summary>
public abstract class SheetCmdlet : JobStoreCmdlet
{
    private protected SheetCmdlet()
    {
    }

    /// <summary>Specifies the id of the job. The id is case-sensitive, and wildcards are not supported.</summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string JobId { get; set; } = "";

    /// <summary>Throws if a change of a sheet would be refused.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change; <c>null</c> if the status of the sheet does not matter.</param>
    private protected void Check(int number, SheetUpdate? update)
    {
        Job job = update is null ? LoadStatus(JobId) : Load(JobId);
        SheetTransitions.CheckNumber(job, number);
        if (update is not null)
            SheetTransitions.Apply(job, number, update, job.IsZombie, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Describes a sheet of the job in a confirmation prompt.</summary>
    private protected string Describe(int number) => $"{JobId}, sheet {number}";
}
