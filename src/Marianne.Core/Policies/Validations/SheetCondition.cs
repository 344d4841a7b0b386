using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Policies;

/// <summary>For which sheets something is: comparisons of <c>sheet_num</c> with numbers, joined by <c>and</c>.</summary>
public sealed partial class SheetCondition
{
    private readonly Func<int, bool>[] _comparisons;

    private SheetCondition(IEnumerable<Func<int, bool>> comparisons) => _comparisons = [.. comparisons];

    /// <summary>The condition that a text means.</summary>
    /// <exception cref="ArgumentException">It is no condition: see <see cref="Refuse"/>.</exception>
    public static SheetCondition Parse(string text) =>
        Refuse(text) is { } wrong
            ? throw new ArgumentException(wrong, nameof(text))
            : new SheetCondition(Parts(text).Select(part => Compare(Comparison().Match(part))));

    /// <summary>What is wrong with a text; nothing when it is a condition.</summary>
    public static string? Refuse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return Parts(text).FirstOrDefault(part => !Comparison().IsMatch(part)) is { } wrong
            ? $"'{wrong.Trim()}' is no condition. Compare sheet_num with a number by >=, <=, ==, !=, > or <, and join "
                + "comparisons by 'and', as in 'sheet_num >= 2 and sheet_num != 5'."
            : null;
    }

    /// <summary>Whether it is for a sheet.</summary>
    public bool Includes(int number) => _comparisons.All(comparison => comparison(number));

    private static string[] Parts(string text) => And().Split(text);

    private static Func<int, bool> Compare(Match match)
    {
        int bound = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return match.Groups["sign"].Value switch
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

    [GeneratedRegex(@"^\s*sheet_num\s*(?<sign>>=|<=|==|!=|>|<)\s*(?<number>[0-9]{1,9})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
