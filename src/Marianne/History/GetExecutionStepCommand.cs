using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Gets the steps of an execution history, or draws them as a tree.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ExecutionStep",
    DefaultParameterSetName = ListSet,
    HelpUri = HelpPage.Folder + "Get-ExecutionStep.md")]
[OutputType(typeof(ExecutionStep), ParameterSetName = [ListSet, PathSet])]
[OutputType(typeof(string), ParameterSetName = [TreeSet])]
public sealed class GetExecutionStepCommand : HistoryCmdlet
{
    private const string ListSet = "List";
    private const string PathSet = "CurrentPath";
    private const string TreeSet = "Tree";

    /// <summary>Specifies the names of the states. Wildcards are supported. The default is all states.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [Alias("StateName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StateNameCompleter))]
    public string[]? State { get; set; }

    /// <summary>Specifies the ids of the steps. Wildcards are not supported. By default, the cmdlet gets all steps.</summary>
    /// <exception cref="MarianneException">
    /// StepNotFound: a step does not exist. The cmdlet continues with the other steps.
    /// </exception>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Specifies the statuses of the steps. The default is all statuses.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public StepStatus[]? Status { get; set; }

    /// <summary>
    /// Specifies the data mode of the steps. The cmdlet returns them in the order in which they were added, including pruned
    /// steps. The default is all steps in the tree.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    public DataMode? DataMode { get; set; }

    /// <summary>Indicates that the cmdlet gets the steps from the root to the current step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    public SwitchParameter CurrentPath { get; set; }

    /// <summary>Indicates that the cmdlet draws the tree as text, with one line for each step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TreeSet)]
    public SwitchParameter Tree { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        if (Tree)
        {
            foreach (TreeLine line in TreeLine.Draw(history))
                WriteObject(line.Lead + StepText.Of(line.Step));
        }
        else if (Id is not null)
        {
            ForEach(Id, id => Write([history.Find(id) ?? throw HistoryErrors.StepNotFound(history, id)]));
        }
        else
        {
            Write(CurrentPath ? history.CurrentPath() : DataMode is { } mode ? history.StepsByMode(mode) : history.Steps());
        }
    }

    private void Write(IEnumerable<ExecutionStep> steps)
    {
        Func<string, bool>? matches = State is null ? null : Wildcards.Any(State);
        foreach (ExecutionStep step in steps)
        {
            StopToken.ThrowIfCancellationRequested();
            bool isSelected = matches?.Invoke(step.StateName) != false
                && Status?.Contains(step.Status) != false
                && (DataMode is null || step.DataMode == DataMode);
            if (isSelected)
                WriteObject(step);
        }
    }
}
