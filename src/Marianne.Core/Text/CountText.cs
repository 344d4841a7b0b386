using System.Globalization;

namespace Marianne.Text;

/// <summary>Writes numbers of things, with the singular for one.</summary>
public static class CountText
{
    /// <summary>Returns a number of things, such as <c>1 sheet</c> or <c>3 sheets</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The noun in the singular.</param>
    /// <param name="many">The noun in the plural. The default is the singular with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {Word(count, one, many)}");

    /// <summary>Returns the word for a number of things without the number, such as <c>sheets</c> or <c>are</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for any other number. The default is the one for one with an s.</param>
    public static string Word(long count, string one, string? many = null) => count == 1 ? one : many ?? $"{one}s";

    /// <summary>Returns how many sheets are done, such as <c>0 of 1 sheet is done</c> or <c>3 of 8 sheets are done</c>.</summary>
    /// <param name="done">The number of sheets that are done.</param>
    /// <param name="total">The number of sheets.</param>
    public static string Done(long done, long total) =>
        string.Create(CultureInfo.InvariantCulture, $"{done} of {Of(total, "sheet")} {Word(total, "is", "are")} done");
}
