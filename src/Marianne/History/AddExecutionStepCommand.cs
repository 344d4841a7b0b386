using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Adds a step to an execution history and returns the step.</summary>
[Cmdlet(VerbsCommon.Add, "ExecutionStep", HelpUri = HelpPage.Folder + "Add-ExecutionStep.md")]
[OutputType(typeof(ExecutionStep))]
public sealed class AddExecutionStepCommand : HistoryCmdlet
{
    /// <summary>Specifies the name of the state that is entered.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the name is empty.</exception>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("StateName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StateNameCompleter))]
    public string State { get; set; } = "";

    /// <summary>
    /// Specifies the id of the step that the new step follows. The default is the step that is piped in or, if there is none,
    /// the current step.
    /// </summary>
    /// <exception cref="MarianneException">StepNotFound: the step does not exist, or was pruned.</exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string? ParentId { get; set; }

    /// <summary>
    /// Specifies the name of the network that contains the state. The default is the name of the state machine.
    /// </summary>
    [Parameter]
    [Alias("NetworkName")]
    [ValidateNotNullOrEmpty]
    public string? Network { get; set; }

    /// <summary>
    /// Specifies the data that the step works on. It is used only if the history takes snapshots. The default is no data.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the data contains itself, or is nested too deeply.</exception>
    [Parameter]
    public object? Data { get; set; }

    /// <summary>
    /// Specifies what is kept of the data of this step: Copy, Reference or Direct. The default is the data mode of the
    /// history. For the modes, see New-ExecutionHistory.
    /// </summary>
    [Parameter]
    public DataMode? DataMode { get; set; }

    /// <summary>
    /// Indicates that the cmdlet starts the step immediately: its status is InProgress, and its duration is measured from now
    /// on. By default, the step is Pending.
    /// </summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        string? parent = ParentId ?? HistoryArguments.StepOf(InputObject)?.Id;
        ExecutionStep step = history.Add(State, parent, Network, Data, DataMode);
        if (Start)
            history.Update(step.Id, new StepUpdate { Status = StepStatus.InProgress });
        WriteObject(step);
    }
}
