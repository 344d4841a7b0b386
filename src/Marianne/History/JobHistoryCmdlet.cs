using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that attach an execution history to a job or a sheet, or read an attached one.</summary>
public abstract class JobHistoryCmdlet : StoreCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string JobSet = "Job";

    private protected JobHistoryCmdlet()
    {
    }

    /// <summary>The id of the job.</summary>
    public abstract string? JobId { get; set; }

    /// <summary>
    /// Specifies the number of the sheet, from 1 to the total number of sheets of the job. The default is the job itself.
    /// </summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? SheetNumber { get; set; }
}
