using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes the keys of the items of the job on the command line.</summary>
public sealed class ItemKeyCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        SheetsOf(store, parameters, cancellationToken)
            .Where(sheet => sheet.ItemKey is { } key && word.Fits(key))
            .Take(MaximumResults)
            .Select(sheet => CompletionWord.Result(
                sheet.ItemKey!, string.Create(CultureInfo.CurrentCulture, $"Sheet {sheet.Number}: {DisplayText.Status(sheet)}")));
}
