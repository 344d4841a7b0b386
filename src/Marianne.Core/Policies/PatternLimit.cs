using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Text;

namespace Marianne.Policies;

/// <summary>
/// Compiles the regular expressions of scores. .NET compiles them recursively: a long chain of character classes in each other
/// would end the process, with no exception to catch. An expression is therefore limited before it is compiled.
/// </summary>
internal static class PatternLimit
{
    /// <summary>The maximum length, in characters.</summary>
    public const int MaximumLength = 10_000;

    /// <summary>The maximum depth of groups and character classes in each other.</summary>
    public const int MaximumDepth = 250;

    private const int MaximumShown = 200;

    /// <summary>Compiles an expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="options">The options.</param>
    /// <param name="timeLimit">The time limit of a search.</param>
    /// <exception cref="ArgumentException">The expression is invalid. The message, a sentence, is short.</exception>
    public static Regex Compile(string pattern, RegexOptions options, TimeSpan timeLimit)
    {
        if (ErrorIn(pattern) is { } error)
            throw new ArgumentException(error);

        try
        {
            return new Regex(pattern, options, timeLimit);
        }
        catch (RegexParseException invalid)
        {
            // The message repeats the whole expression.
            string reason = invalid.Message.Replace(
                pattern, TextTruncation.Shorten(pattern, MaximumShown), StringComparison.Ordinal);
            throw new ArgumentException(TextTruncation.Shorten(reason, 2 * MaximumShown), invalid);
        }
    }

    /// <summary>Returns what is wrong with an expression that is too long or too deep, or <c>null</c>.</summary>
    /// <param name="text">The expression.</param>
    public static string? ErrorIn(string text) =>
        text.Length > MaximumLength
            ? string.Create(CultureInfo.InvariantCulture, $"It has {text.Length:N0} characters, more than {MaximumLength:N0}.")
        : DepthOf(text) > MaximumDepth
            ? $"Its groups and character classes are nested deeper than {MaximumDepth} levels."
        : null;

    /// <summary>
    /// Returns the maximum depth of groups and classes. Only a class after a hyphen is in another one: <c>[a-z-[aeiou]]</c>.
    /// </summary>
    private static int DepthOf(string pattern)
    {
        int groups = 0;
        int classes = 0;
        int deepest = 0;
        for (int index = 0; index < pattern.Length; index++)
        {
            char next = pattern[index];
            if (next == '\\')
            {
                index++;
            }
            else if (next == '[' && (classes == 0 || pattern[index - 1] == '-'))
            {
                classes++;
                index += pattern.AsSpan(index + 1).StartsWith("^") ? 1 : 0;
                index += pattern.AsSpan(index + 1).StartsWith("]") ? 1 : 0; // The first character of a class does not close it.
            }
            else if (classes > 0)
            {
                classes -= next == ']' ? 1 : 0;
            }
            else if (next is '(' or ')')
            {
                groups = Math.Max(0, groups + (next == '(' ? 1 : -1));
            }

            deepest = Math.Max(deepest, groups + classes);
        }

        return deepest;
    }
}
