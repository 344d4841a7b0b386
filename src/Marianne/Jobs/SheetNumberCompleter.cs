using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the numbers of the sheets of the job on the command line.</summary>
public sealed class SheetNumberCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        Job? job = JobOf(store, parameters, cancellationToken);
        return (job?.Sheets ?? Enumerable.Empty<Sheet>())
            .Select(sheet => (Number: sheet.Number.ToString(CultureInfo.InvariantCulture), sheet))
            .Where(item => word.Fits(item.Number))
            .Take(MaximumResults)
            .Select(item => CompletionWord.Result(item.Number, Tip(item.sheet)));
    }

    private static string Tip(Sheet sheet) => sheet.ErrorMessage is { } message
        ? $"{DisplayText.Status(sheet)}: {message}"
        : DisplayText.Status(sheet);
}
