using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>A condition on the number of a sheet: comparisons of <c>sheet_num</c> with numbers, joined by <c>and</c>.</summary>
public sealed partial class SheetCondition
{
    private readonly Func<int, bool>[] _comparisons;

    private SheetCondition(IEnumerable<Func<int, bool>> comparisons) => _comparisons = [.. comparisons];

    /// <summary>Parses a condition.</summary>
    /// <param name="text">The text, such as <c>sheet_num &gt;= 2 and sheet_num != 5</c>.</param>
    /// <exception cref="ArgumentException">The text is not a valid condition; see <see cref="ErrorIn"/>.</exception>
    public static SheetCondition Parse(string text) =>
        ErrorIn(text) is { } error
            ? throw new ArgumentException(error, nameof(text))
            : new SheetCondition(Parts(text).Select(part => Compare(Comparison().Match(part))));

    /// <summary>Returns what is wrong with a condition, or <c>null</c> if it is valid.</summary>
    /// <param name="text">The text.</param>
    public static string? ErrorIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (PatternLimit.ErrorIn(text) is { } tooLong)
            return $"The condition is not valid: {tooLong}";

        return Parts(text).FirstOrDefault(part => !Comparison().IsMatch(part)) is { } invalid
            ? $"{OptionValue.Show(invalid.Trim())} is not a valid condition. Compare sheet_num with a number (>=, <=, ==, !=, >, <) and join "
                + "comparisons with 'and', such as 'sheet_num >= 2 and sheet_num != 5'."
            : null;
    }

    /// <summary>Determines whether a sheet meets the condition.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public bool Includes(int number) => _comparisons.All(comparison => comparison(number));

    private static string[] Parts(string text) => And().Split(text);

    private static Func<int, bool> Compare(Match match)
    {
        int bound = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return match.Groups["operator"].Value switch
        {
            ">=" => number => number >= bound,
            "<=" => number => number <= bound,
            "==" => number => number == bound,
            "!=" => number => number != bound,
            ">" => number => number > bound,
            _ => number => number < bound,
        };
    }

    [GeneratedRegex(@"\s+and\s+", RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*sheet_num\s*(?<operator>>=|<=|==|!=|>|<)\s*(?<number>[0-9]{1,9})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
