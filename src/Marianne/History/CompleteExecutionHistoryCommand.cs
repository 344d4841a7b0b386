using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Says that the execution of a history is over, which sets its end and its duration.</summary>
[Cmdlet(VerbsLifecycle.Complete, "ExecutionHistory")]
[OutputType(typeof(ExecutionHistory))]
public sealed class CompleteExecutionHistoryCommand : HistoryCmdlet
{
    /// <summary>Writes the history.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        history.Complete();
        if (PassThru)
            WriteObject(history);
    }
}
