using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Ends an execution and sets the duration of its history.</summary>
[Cmdlet(VerbsLifecycle.Complete, "ExecutionHistory", HelpUri = HelpPage.Folder + "Complete-ExecutionHistory.md")]
[OutputType(typeof(ExecutionHistory))]
public sealed class CompleteExecutionHistoryCommand : HistoryCmdlet
{
    /// <summary>Returns the history. By default, this cmdlet does not generate any output.</summary>
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
