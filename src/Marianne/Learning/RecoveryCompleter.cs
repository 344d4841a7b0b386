using System.Collections;
using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for completers that offer a property of the newest recoveries.</summary>
public abstract class RecoveryCompleter : StoreCompleter
{
    private const int MaximumRecoveries = 1000;

    private readonly Func<LearnedRecovery, string?> _word;

    private protected RecoveryCompleter(Func<LearnedRecovery, string?> word) => _word = word;

    private protected sealed override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        Read(
            store.Learning.ListRecoveriesAsync(new RecoveryQuery { First = MaximumRecoveries }, cancellationToken),
            cancellationToken)
            .Select(_word)
            .OfType<string>()
            .Where(word.Fits)
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(text => CompletionWord.Result(text, text));
}
