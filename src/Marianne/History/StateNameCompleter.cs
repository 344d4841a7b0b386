using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Completes the names of states that were entered before.</summary>
public sealed class StateNameCompleter : HistoryCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(ExecutionHistory history, CompletionWord word) => history
        .Steps()
        .Select(step => step.StateName)
        .Distinct(StringComparer.Ordinal)
        .Where(word.Fits)
        .Select(name => CompletionWord.Result(name, name));
}
