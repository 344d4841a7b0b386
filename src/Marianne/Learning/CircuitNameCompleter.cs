using System.Collections;
using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Completes the names of circuit breakers.</summary>
public sealed class CircuitNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IReadOnlyList<Circuit> circuits = Read(store.Learning.ListCircuitsAsync(cancellationToken));
        return circuits
            .Where(circuit => word.Fits(circuit.Name))
            .Take(MaximumResults)
            .Select(circuit => CompletionWord.Result(circuit.Name, ToolTipOf(circuit)));
    }

    private static string ToolTipOf(Circuit circuit) => circuit.Unreadable.Count > 0
        ? "The stored state cannot be read."
        : DisplayText.CircuitState(CircuitBreakerStatus.Of(circuit, TimeProvider.System.GetUtcNow()));
}
