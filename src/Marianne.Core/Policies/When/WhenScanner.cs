using System.Text.RegularExpressions;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>Splits a condition into tokens.</summary>
internal static partial class WhenScanner
{
    private static readonly string[] Words = ["and", "or", "not", "true", "false"];

    /// <summary>Returns the tokens of a condition, with its end.</summary>
    /// <param name="text">The condition.</param>
    /// <exception cref="FormatException">A part is not a token.</exception>
    public static IReadOnlyList<WhenToken> Scan(string text)
    {
        List<WhenToken> tokens = [];
        int index = 0;
        while (index < text.Length)
        {
            if (char.IsWhiteSpace(text[index]))
            {
                index++;
                continue;
            }

            Match match = Token().Match(text, index);
            if (!match.Success)
                throw Unknown(text, index);
            tokens.Add(TokenOf(match));
            index += match.Length;
        }

        tokens.Add(new(WhenTokenKind.End, "", text.Length));
        return tokens;
    }

    /// <summary>Returns an error with its position.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="index">The index of the character.</param>
    public static FormatException Error(string message, int index) => new($"{message} at character {index + 1}");

    private static WhenToken TokenOf(Match match)
    {
        if (match.Groups["text"] is { Success: true } quoted)
        {
            string quote = quoted.Value[..1];
            return new(WhenTokenKind.Text, quoted.Value[1..^1].Replace(quote + quote, quote, StringComparison.Ordinal), match.Index);
        }

        if (match.Groups["name"] is { Success: true } name)
            return new(WhenTokenKind.Placeholder, name.Value, match.Index);
        if (match.Groups["number"].Success)
            return new(WhenTokenKind.Number, match.Value, match.Index);
        if (!match.Groups["word"].Success)
            return new(WhenTokenKind.Operator, match.Value, match.Index);
        return Words.Contains(match.Value)
            ? new(WhenTokenKind.Word, match.Value, match.Index)
            : throw Error(
                $"{OptionValue.Show(match.Value)} is not a word of conditions, which are {string.Join(", ", Words)}; strings need quotes",
                match.Index);
    }

    private static FormatException Unknown(string text, int index) => text[index] switch
    {
        '\'' or '"' => Error("a string has no closing quote", index),
        '{' => Error("a placeholder is not closed or has no valid name", index),
        '=' => Error("use == to compare", index),
        var other => Error($"{OptionValue.Show(other.ToString())} is not allowed", index),
    };

    [GeneratedRegex(
        """
        \G((?<text>'([^']|'')*'|"([^"]|"")*")|\{(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\}|(?<number>-?[0-9]+(\.[0-9]+)?(?![\w.]))
        |(?<word>[A-Za-z_]\w*)|==|!=|<=|>=|[<>()])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
