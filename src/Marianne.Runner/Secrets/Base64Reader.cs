using System.Buffers;

namespace Marianne.Secrets;

/// <summary>Decodes Base64 in a text, also for URLs, in lines, and with escaped characters.</summary>
internal static class Base64Reader
{
    /// <summary>Fewer digits do not contain an encoded text that is worth a search.</summary>
    private const int ShortestRun = 12;

    private const int Plus = 62;
    private const int Slash = 63;
    /// <summary>The number of digits that stand for three bytes.</summary>
    public const int DigitsPerGroup = 4;

    private const int BitsPerDigit = 6;
    private const int BitsPerByte = 8;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Digits = SearchValues.Create(Letters + "+/-_");

    /// <summary>Adds the texts that are encoded in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Receives the texts.</param>
    public static void Read(ReadOnlySpan<char> text, List<DecodedText> found)
    {
        List<DecodedByte> digits = [];
        for (int at = 0; at < text.Length && text[at..].IndexOfAny(Digits) is >= 0 and var next;)
        {
            digits.Clear();
            at = ReadRun(text, at + next, digits);
            if (digits.Count < ShortestRun)
                continue;

            // Where the encoded text begins in the run is not known, because digits can also be letters before it.
            for (int first = 0; first < DigitsPerGroup; first++)
                Decode([.. digits.Skip(first)], found);
        }
    }

    private static int ReadRun(ReadOnlySpan<char> text, int at, List<DecodedByte> digits)
    {
        while (at < text.Length)
        {
            (int value, int length) = ReadDigit(text[at..]);
            if (length == 0)
                break;
            if (value >= 0)
                digits.Add(new DecodedByte((byte)value, new TextSpan(at, at + length)));
            at += length;
        }

        return at;
    }

    /// <summary>Reads a digit, or a line break with its indentation, which has the value -1.</summary>
    private static (int Value, int Length) ReadDigit(ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case >= 'A' and <= 'Z': return (text[0] - 'A', 1);
            case >= 'a' and <= 'z': return (text[0] - 'a' + 26, 1);
            case >= '0' and <= '9': return (text[0] - '0' + 52, 1);
            case '+' or '-': return (Plus, 1);
            case '/' or '_': return (Slash, 1);
            case '\r' or '\n':
                int end = text.IndexOfAnyExcept(" \t\r\n");
                return (-1, end < 0 ? text.Length : end);
            case '%' when ValueOf(text, "%2") is >= 0 and var value: return (value, 3);
            case '\\' when text.StartsWith(@"\/"): return (Slash, 2);
            case '\\' when text.StartsWith(@"\r") || text.StartsWith(@"\n"): return (-1, 2);
            case '\\' when ValueOf(text, @"\u002") is >= 0 and var value: return (value, 6);
            default: return (-1, 0);
        }
    }

    /// <summary>Returns the value of an escaped plus sign or slash, or -1.</summary>
    private static int ValueOf(ReadOnlySpan<char> text, string prefix) =>
        text.Length <= prefix.Length || !text.StartsWith(prefix) ? -1 : text[prefix.Length] switch
        {
            'B' or 'b' => Plus,
            'F' or 'f' => Slash,
            _ => -1,
        };

    private static void Decode(DecodedByte[] digits, List<DecodedText> found)
    {
        var bytes = new DecodedByte[digits.Length * BitsPerDigit / BitsPerByte];
        for (int i = 0; i < bytes.Length; i++)
        {
            int first = i * BitsPerByte / BitsPerDigit;
            int shift = BitsPerDigit - (2 * (i % 3)) - 2; // The bits of the second digit that belong to the next byte.
            int value = ((digits[first].Value << BitsPerDigit) | digits[first + 1].Value) >> shift;
            bytes[i] = new DecodedByte((byte)value, new TextSpan(digits[first].Span.Start, digits[first + 1].Span.End));
        }

        DecodedText.AddFrom(bytes, found);
    }
}
