using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Adds a step to an execution history, below the current one unless told, and writes it.</summary>
[Cmdlet(VerbsCommon.Add, "ExecutionStep")]
[OutputType(typeof(ExecutionStep))]
public sealed class AddExecutionStepCommand : HistoryCmdlet
{
    /// <summary>The name of the state that is entered.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is empty.</exception>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("StateName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StateNameCompleter))]
    public string State { get; set; } = "";

    /// <summary>
    /// The id of the step that it follows. Default: the step that was piped in, else the current step of the history.
    /// </summary>
    /// <exception cref="MarianneException">StepNotFound: there is no such step, or it was pruned.</exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string? ParentId { get; set; }

    /// <summary>The network of the state. Default: the name of the machine.</summary>
    [Parameter]
    [Alias("NetworkName")]
    [ValidateNotNullOrEmpty]
    public string? Network { get; set; }

    /// <summary>The data that the step works on. A snapshot of it is kept when the history takes snapshots.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it contains itself, so that it cannot be copied.</exception>
    [Parameter]
    public object? Data { get; set; }

    /// <summary>What is kept of its data. Default: as the history does.</summary>
    [Parameter]
    public DataMode? DataMode { get; set; }

    /// <summary>Starts the step at once: its status is InProgress.</summary>
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
