using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Creates the history of one execution of a state machine.</summary>
[Cmdlet(VerbsCommon.New, "ExecutionHistory", HelpUri = HelpPage.Folder + "New-ExecutionHistory.md")]
[OutputType(typeof(ExecutionHistory))]
public sealed class NewExecutionHistoryCommand : MarianneCmdlet
{
    /// <summary>Specifies the name of the state machine.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the name is empty.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("MachineName", "FsmName")]
    [ValidateNotNullOrEmpty]
    public string Machine { get; set; } = "";

    /// <summary>Specifies the id of the execution. The default is a new id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ExecutionId { get; set; }

    /// <summary>
    /// Specifies what is kept of the data of a step, and which steps are kept when the tree becomes deeper than MaximumDepth.
    /// The default is Copy.
    /// </summary>
    [Parameter]
    public DataMode DataMode { get; set; }

    /// <summary>
    /// Specifies the maximum depth of the tree before it is pruned according to DataMode. The minimum is 1. A tree that
    /// consists of the root has the depth 1. The default is no limit.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the depth is less than 1.</exception>
    [Parameter]
    [WholeNumber]
    public int? MaximumDepth { get; set; }

    /// <summary>Indicates that the history takes a snapshot of the data of each step.</summary>
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
