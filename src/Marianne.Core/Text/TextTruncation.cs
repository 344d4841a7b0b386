namespace Marianne.Text;

/// <summary>Cuts texts, and no character in two: half of one can neither be shown nor kept.</summary>
internal static class TextTruncation
{
    /// <summary>The beginning of a text, at most so long.</summary>
    public static string First(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>The end of a text, at most so long. What comes first may be half a character that was cut before.</summary>
    public static string Last(string text, int length)
    {
        int start = Math.Max(0, text.Length - length);
        return text[(start < text.Length && char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }
}
