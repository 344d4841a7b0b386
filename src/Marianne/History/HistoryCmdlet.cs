using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>The base class of the cmdlets that work with an execution history in memory.</summary>
public abstract class HistoryCmdlet : MarianneCmdlet
{
    private protected HistoryCmdlet()
    {
    }

    /// <summary>
    /// Specifies the execution history, as returned by New-ExecutionHistory or Import-ExecutionHistory, or a step of it. For
    /// a step, the cmdlet uses the history that the step belongs to.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: the object is not a history or a step. NotLiveObject: it is from another process or session.
    /// HistoryInUse: another thread is using the history.
    /// </exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("History")]
    public object InputObject { get; set; } = null!;

    /// <summary>The history of the input.</summary>
    private protected ExecutionHistory History => HistoryArguments.HistoryOf(InputObject);
}
