using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Completes the ids of steps, the last step first, with the state and status as the tooltip.</summary>
public sealed class StepIdCompleter : HistoryCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(ExecutionHistory history, CompletionWord word) => history
        .Steps()
        .Reverse()
        .Where(step => word.Fits(step.Id))
        .Select(step => CompletionWord.Result(step.Id, step.ToString()));
}
