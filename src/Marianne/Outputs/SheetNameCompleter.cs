using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes the names of the sheets of the job on the command line.</summary>
public sealed class SheetNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        SheetsOf(store, parameters, cancellationToken)
            .Where(sheet => sheet.Name is { } name && word.Fits(name))
            .DistinctBy(sheet => sheet.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(sheet => CompletionWord.Pattern(
                sheet.Name!, string.Create(CultureInfo.CurrentCulture, $"Sheet {sheet.Number}: {DisplayText.Status(sheet)}")));
}
