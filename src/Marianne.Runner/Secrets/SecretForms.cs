using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Marianne.Secrets;

/// <summary>The forms in which the value of a secret is searched for.</summary>
internal static class SecretForms
{
    /// <summary>The length from which a text is also found with other quotes, escapes and white space.</summary>
    private const int ShortestCanonical = 6;

    /// <summary>A shorter line of a value reveals nothing, and also occurs in other texts, such as a single brace.</summary>
    private const int ShortestLine = 4;

    /// <summary>The length from which the encoded forms of a line are found.</summary>
    private const int ShortestEncodedLine = 8;

    private const int BitsPerByte = 8;
    private const int BitsPerDigit = 6;

    private static readonly JavaScriptEncoder Ascii = JavaScriptEncoder.Default;
    private static readonly JavaScriptEncoder Relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Returns the texts that are searched for as they are: the value, its lines, and short escaped forms.</summary>
    /// <param name="value">The value; not empty.</param>
    public static IEnumerable<string> Verbatim(string value)
    {
        IEnumerable<string> escaped = Canonical(value).Any() ? [] : Escaped(value);
        return [value, value.Trim(), .. LinesOf(value), .. escaped];
    }

    /// <summary>Returns the texts that are searched for in a canonical text; see <see cref="CanonicalText"/>.</summary>
    /// <param name="value">The value; not empty.</param>
    public static IEnumerable<string> InCanonicalText(string value)
    {
        IEnumerable<string> encodings = value.Length >= PatternSet.ShortestPattern ? EncodingsOf(value) : [];
        IEnumerable<string> ofLines = LinesOf(value)
            .SelectMany(line => Canonical(line).Concat(line.Length >= ShortestEncodedLine ? EncodingsOf(line) : []));
        return Canonical(value).Concat(encodings).Concat(ofLines);
    }

    private static IEnumerable<string> LinesOf(string value)
    {
        // A key is often written on one line, with \n instead of line breaks.
        string separated = value.Contains('\n', StringComparison.Ordinal) || !value.StartsWith("-----", StringComparison.Ordinal)
            ? value
            : value.Replace(@"\r", "", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal);
        return separated.Split('\n', '\r').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine && line != value);
    }

    /// <summary>Returns the canonical forms of a text that are long enough to be searched for.</summary>
    private static IEnumerable<string> Canonical(string text) =>
        new[] { CanonicalOf(text, keepsLetters: false), CanonicalOf(text, keepsLetters: true) }
            .Distinct().Where(canonical => canonical.Length >= ShortestCanonical);

    private static string CanonicalOf(string text, bool keepsLetters)
    {
        using var canonical = CanonicalText.Of(text, keepsLetters);
        return canonical.Characters.ToString();
    }

    /// <summary>Returns the usual escaped forms of a value that is too short to be found by its canonical form.</summary>
    private static string[] Escaped(string value) =>
    [
        Ascii.Encode(value),
        Relaxed.Encode(value),
        Relaxed.Encode(Relaxed.Encode(value)),
        Uri.EscapeDataString(value),
        Uri.EscapeDataString(value).ToLowerInvariant(),
        WebUtility.UrlEncode(value),
        WebUtility.HtmlEncode(value),
        value.Replace("'", @"'\''", StringComparison.Ordinal),
        value.Replace("'", "''", StringComparison.Ordinal),
        value.Replace("\"", "\"\"", StringComparison.Ordinal),
    ];

    /// <summary>Returns Base64 and hexadecimal forms of a text and of its usual escaped forms.</summary>
    private static IEnumerable<string> EncodingsOf(string text)
    {
        string unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        IEnumerable<string> forms = new[]
        {
            text,
            text.Trim(),
            unix,
            unix.Replace("\n", "\r\n", StringComparison.Ordinal),
            text.Replace("'", "''", StringComparison.Ordinal),
            Ascii.Encode(text),
            Relaxed.Encode(text),
        }.Where(form => form.Length >= PatternSet.ShortestPattern).Distinct();
        return forms.SelectMany(form => new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Select(encoding => encoding.GetBytes(form)))
            .SelectMany(bytes => Base64Of(bytes).Concat(HexOf(bytes)));
    }

    /// <summary>
    /// Returns the digits that bytes always have in a longer Base64 text, for each of the three places at which they can
    /// begin in a group of three bytes.
    /// </summary>
    private static IEnumerable<string> Base64Of(byte[] bytes)
    {
        for (int before = 0; before < 3; before++)
        {
            byte[] padded = new byte[before + bytes.Length];
            bytes.CopyTo(padded, before);
            int first = ((before * BitsPerByte) + BitsPerDigit - 1) / BitsPerDigit;
            int end = padded.Length * BitsPerByte / BitsPerDigit;
            if (end <= first)
                continue;

            string digits = Convert.ToBase64String(padded)[first..end];
            yield return CanonicalOf(digits, keepsLetters: false);
            yield return CanonicalOf(digits.Replace('+', '-').Replace('/', '_'), keepsLetters: false);
        }
    }

    private static IEnumerable<string> HexOf(byte[] bytes)
    {
        string upper = Convert.ToHexString(bytes);
        return [upper, upper.ToLowerInvariant(), BitConverter.ToString(bytes)];
    }
}
