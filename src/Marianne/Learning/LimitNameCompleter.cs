using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Completes the names of limits across jobs.</summary>
public sealed class LimitNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IReadOnlyList<SheetLimit> limits = Read(store.Learning.ListLimitsAsync(_ => ProcessState.Unknown, cancellationToken));
        return limits.Where(limit => word.Fits(limit.Name)).Take(MaximumResults)
            .Select(limit => CompletionWord.Result(limit.Name, DisplayText.LimitNumbers(limit)));
    }
}
