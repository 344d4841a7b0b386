using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Begins the history of one execution of a state machine, in memory.</summary>
[Cmdlet(VerbsCommon.New, "ExecutionHistory")]
[OutputType(typeof(ExecutionHistory))]
public sealed class NewExecutionHistoryCommand : MarianneCmdlet
{
    /// <summary>The name of the state machine.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is empty.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("MachineName", "FsmName")]
    [ValidateNotNullOrEmpty]
    public string Machine { get; set; } = "";

    /// <summary>The id of the execution. Default: a new one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ExecutionId { get; set; }

    /// <summary>
    /// What is kept of the data of steps, and what of the steps when the tree is deeper than MaximumDepth. Default: Copy.
    /// </summary>
    [Parameter]
    public DataMode DataMode { get; set; }

    /// <summary>How deep the tree may grow before it is pruned, 1 or more. Default: as deep as it likes.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is less than 1.</exception>
    [Parameter]
    [WholeNumber]
    public int? MaximumDepth { get; set; }

    /// <summary>Takes a snapshot of the data of each step, as DataMode says.</summary>
    [Parameter]
    public SwitchParameter Snapshot { get; set; }

    private protected override void Process() => WriteObject(new ExecutionHistory(
        Machine,
        new ExecutionHistoryOptions
        {
            ExecutionId = ExecutionId,
            DataMode = DataMode,
            MaximumDepth = MaximumDepth,
            TakesSnapshots = Snapshot,
            Snapshots = PowerShellSnapshotProvider.Instance,
        }));
}
