using System.Collections;
using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for completers that offer a property of the newest recoveries, and of the rate limits in force.</summary>
public abstract class RecoveryCompleter : StoreCompleter
{
    private const int MaximumRecoveries = 1000;

    private readonly Func<LearnedRecovery, string?> _word;
    private readonly Func<LearnedRateLimit, string?>? _wordOfLimit;

    private protected RecoveryCompleter(Func<LearnedRecovery, string?> word, Func<LearnedRateLimit, string?>? wordOfLimit = null) =>
        (_word, _wordOfLimit) = (word, wordOfLimit);

    /// <summary>Words that are offered whether there are recoveries or not.</summary>
    private protected virtual IEnumerable<string> KnownWords => [];

    /// <summary>Creates the result for a word.</summary>
    private protected virtual CompletionResult ResultOf(string word) => CompletionWord.Result(word, word);

    private protected sealed override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        Read(
            store.Learning.ListRecoveriesAsync(new RecoveryQuery { First = MaximumRecoveries }, cancellationToken),
            cancellationToken)
            .Select(_word)
            .Concat(WordsOfLimits(store, cancellationToken))
            .OfType<string>()
            .Concat(KnownWords)
            .Where(word.Fits)
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(ResultOf);

    private IEnumerable<string?> WordsOfLimits(MarianneStore store, CancellationToken cancellationToken) => _wordOfLimit is null
        ? []
        : Read(store.Learning.ListRateLimitsAsync(null, null, cancellationToken)).Select(_wordOfLimit);
}
