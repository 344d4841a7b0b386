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

    /// <summary>Returns the words that are offered whether there are recoveries or not.</summary>
    private protected virtual IEnumerable<string> KnownWords(MarianneStore store, CancellationToken cancellationToken) => [];

    /// <summary>Creates the result for a word.</summary>
    private protected virtual CompletionResult ResultOf(string word) => CompletionWord.Result(word, word);

    private protected sealed override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        Read(
            store.Learning.ListRecoveriesAsync(new RecoveryQuery { First = MaximumRecoveries }, cancellationToken),
            cancellationToken)
            .Select(_word)
            .OfType<string>()
            .Concat(KnownWords(store, cancellationToken))
            .Where(word.Fits)
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(ResultOf);
}
