using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Completes the names of the sheets of the job or of the score on the command line, and the numbers of those without a name.
/// </summary>
public sealed class SheetChoiceCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IEnumerable<(string Text, string Tip)> sheets = JobIdOf(parameters) is not null
            ? SheetsOf(store, parameters, cancellationToken).Select(ChoiceOf)
            : SheetsOf(ScoreParameterCompleter.ScoreOn(parameters));
        return sheets.DistinctBy(sheet => sheet.Text)
            .Where(sheet => word.Fits(sheet.Text))
            .Take(MaximumResults)
            .Select(sheet => CompletionWord.Result(sheet.Text, sheet.Tip));
    }

    private static (string Text, string Tip) ChoiceOf(Sheet sheet) =>
        (TextOf(sheet.Name, sheet.Number), $"Sheet {sheet.Number}: {DisplayText.Status(sheet)}");

    private static IEnumerable<(string Text, string Tip)> SheetsOf(Score? score) =>
        (score?.Sheets ?? []).Select((sheet, index) => (TextOf(sheet.Name, index + 1), $"Sheet {index + 1}"));

    private static string TextOf(string? name, int number) => name ?? number.ToString(CultureInfo.InvariantCulture);
}
