using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the numbers of the sheets that wait for approval, of the job on the command line.</summary>
public sealed class WaitingSheetNumberCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        (JobOf(store, parameters, cancellationToken)?.Sheets ?? Enumerable.Empty<Sheet>())
            .Where(sheet => sheet.Status == SheetStatus.Fermata)
            .Select(sheet => (Number: sheet.Number.ToString(CultureInfo.InvariantCulture), Sheet: sheet))
            .Where(item => word.Fits(item.Number))
            .Take(MaximumResults)
            .Select(item => CompletionWord.Result(item.Number, $"{item.Sheet.Name ?? item.Number}: {item.Sheet.ErrorMessage}"));
}
