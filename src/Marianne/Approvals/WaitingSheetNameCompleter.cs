using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the names of the sheets that wait for approval, of the job on the command line.</summary>
public sealed class WaitingSheetNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        SheetsOf(store, parameters, cancellationToken)
            .Where(sheet => sheet.Status == SheetStatus.Fermata && sheet.Name is { } name && word.Fits(name))
            .DistinctBy(sheet => sheet.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(sheet => CompletionWord.Result(sheet.Name!, $"Sheet {sheet.Number}: {sheet.ErrorMessage}"));
}
