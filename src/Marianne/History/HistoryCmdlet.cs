using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>What the cmdlets share that do something with an execution history in memory.</summary>
public abstract class HistoryCmdlet : MarianneCmdlet
{
    private protected HistoryCmdlet()
    {
    }

    /// <summary>
    /// The history, as New-ExecutionHistory and Import-ExecutionHistory write it. A step stands for its history too.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it is neither. NotLiveObject: it came from another process or session. HistoryInUse: another
    /// thread is using it.
    /// </exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("History")]
    public object InputObject { get; set; } = null!;

    /// <summary>The history of the input.</summary>
    private protected ExecutionHistory History => HistoryArguments.HistoryOf(InputObject);
}
