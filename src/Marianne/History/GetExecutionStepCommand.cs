using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Gets steps of an execution history, depth first, or draws them as a tree.</summary>
[Cmdlet(VerbsCommon.Get, "ExecutionStep", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ExecutionStep), ParameterSetName = [ListSet, PathSet])]
[OutputType(typeof(string), ParameterSetName = [TreeSet])]
public sealed class GetExecutionStepCommand : HistoryCmdlet
{
    private const string ListSet = "List";
    private const string PathSet = "CurrentPath";
    private const string TreeSet = "Tree";

    /// <summary>Only steps of states with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [Alias("StateName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StateNameCompleter))]
    public string[]? State { get; set; }

    /// <summary>Only the steps of these ids, pruned ones too.</summary>
    /// <exception cref="MarianneException">StepNotFound: the history has no such step. The others go on.</exception>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only steps in one of these states of execution.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public StepStatus[]? Status { get; set; }

    /// <summary>
    /// The steps of this data mode in the order in which they were added, pruned ones included. Default: all that are in
    /// the tree.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    public DataMode? DataMode { get; set; }

    /// <summary>Gets the path from the root to the current step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    public SwitchParameter CurrentPath { get; set; }

    /// <summary>Draws the tree, a line a step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TreeSet)]
    public SwitchParameter Tree { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        if (Tree)
        {
            foreach (TreeLine line in TreeLine.Draw(history))
                WriteObject(line.Lead + DisplayText.Step(line.Step));
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
        Func<string, bool>? fits = State is null ? null : Wildcards.Any(State);
        foreach (ExecutionStep step in steps)
        {
            StopToken.ThrowIfCancellationRequested();
            bool isAsked = fits?.Invoke(step.StateName) != false
                && Status?.Contains(step.Status) != false
                && (DataMode is null || step.DataMode == DataMode);
            if (isAsked)
                WriteObject(step);
        }
    }
}
