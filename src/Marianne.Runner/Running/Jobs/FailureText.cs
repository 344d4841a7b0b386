using System.Globalization;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>
/// Says why a job failed: each cause once, with the sheets that it concerns, and bounded, whatever the number of sheets. A thousand
/// items that fail because a command is missing have one cause.
/// </summary>
internal static class FailureText
{
    private const int MostCauses = 5;
    private const int MostLabels = 3;
    private const int MostNumbers = 20;
    private const int LongestCause = 200;

    /// <summary>Returns the causes of the sheets that failed.</summary>
    /// <param name="failed">The sheets, at least one.</param>
    /// <param name="score">The score, which has their names.</param>
    public static string Of(Sheet[] failed, Score score)
    {
        if (failed is [var only])
            return $"Sheet {score.LabelOf(only.Number)} failed: {only.ErrorMessage}";

        IGrouping<string, Sheet>[] causes = [.. failed.GroupBy(sheet => sheet.ErrorMessage ?? "", StringComparer.Ordinal)];
        IEnumerable<string> first = causes.Take(MostCauses)
            .Select(cause => $"{LabelsOf([.. cause], score)}: {TextTruncation.Shorten(cause.Key, LongestCause)}");
        int[] others = [.. causes.Skip(MostCauses).SelectMany(cause => cause).Select(sheet => sheet.Number).Order()];
        string rest = others.Length == 0 ? ""
            : $" Also {CountText.Word(others.Length, "sheet")} {Listed(others.Take(MostNumbers), others.Length - MostNumbers)}.";
        return string.Create(CultureInfo.InvariantCulture, $"{failed.Length} sheets failed. {string.Join(' ', first)}{rest}");
    }

    private static string LabelsOf(Sheet[] sheets, Score score) => sheets is [var only]
        ? $"Sheet {score.LabelOf(only.Number)}"
        : $"Sheets {Listed(sheets.Take(MostLabels).Select(sheet => score.LabelOf(sheet.Number)), sheets.Length - MostLabels)}";

    private static string Listed<T>(IEnumerable<T> shown, int more)
    {
        string text = string.Join(", ", shown);
        return more > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text} and {more} more") : text;
    }
}
