using System.Globalization;
using System.Text;

namespace Marianne.Text;

/// <summary>
/// Finds strings in JSON that are not valid Unicode. JSON can escape half of a surrogate pair, such as <c>\ud800</c>, and
/// .NET reads such a document but throws when the string is used.
/// </summary>
public static class JsonUnicode
{
    private const string Escape = "\\u";
    private const int EscapeLength = 6;

    /// <summary>Determines whether a JSON text has half of a surrogate pair, escaped or not.</summary>
    /// <param name="json">Valid JSON.</param>
    public static bool IsHalvedJson(string json)
    {
        if (json.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0 && IsHalvedText(json))
            return true;

        return json.Contains(Escape, StringComparison.Ordinal) && HasEscapedHalf(json);
    }

    /// <summary>Determines whether a text has half of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    public static bool IsHalvedText(string text) =>
        text.EnumerateRunes().Count(rune => rune == Rune.ReplacementChar) != text.Count(c => c == '\uFFFD');

    /// <summary>Replaces each half of a surrogate pair by U+FFFD, because no file can hold it.</summary>
    /// <param name="text">The text.</param>
    public static string ReplaceHalves(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0
        ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    // Valid JSON has backslashes only in strings.
    private static bool HasEscapedHalf(ReadOnlySpan<char> json)
    {
        for (int next = json.IndexOf('\\'); next >= 0; next = json.IndexOf('\\'))
        {
            json = json[next..];
            int length = Escape.Length;
            if (CodeAt(json) is { } code && char.IsSurrogate(code))
            {
                if (!char.IsHighSurrogate(code) || CodeAt(json[EscapeLength..]) is not { } low || !char.IsLowSurrogate(low))
                    return true;
                length = 2 * EscapeLength;
            }

            json = json[length..];
        }

        return false;
    }

    /// <summary>Returns the character that a text starts with as an escape, or <c>null</c>.</summary>
    private static char? CodeAt(ReadOnlySpan<char> json) =>
        json.StartsWith(Escape, StringComparison.Ordinal) && json.Length >= EscapeLength
        && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
            ? (char)code
            : null;
}
