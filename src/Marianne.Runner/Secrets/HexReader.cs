using System.Buffers;
using System.Runtime.InteropServices;

namespace Marianne.Secrets;

/// <summary>
/// Decodes hexadecimal digits in a text, with a separator between the bytes or none: <c>67 68</c>, <c>67:68</c>,
/// <c>0x67, 0x68</c>, <c>\x67\x68</c>.
/// </summary>
internal static class HexReader
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789ABCDEFabcdef");
    private static readonly string[] Prefixes = ["0x", "0X", @"\x", "\\\\x", "%", "#", "$"];

    /// <summary>Adds the texts that are encoded in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Receives the texts.</param>
    public static void Read(ReadOnlySpan<char> text, List<DecodedText> found)
    {
        List<DecodedByte> bytes = [];
        for (int at = 0; at < text.Length && text[at..].IndexOfAny(Digits) is >= 0 and var next;)
        {
            // A digit before the encoded text can belong to another word.
            int first = at + next;
            int end = Math.Max(ReadRun(text, first, bytes, found), ReadRun(text, first + 1, bytes, found));
            at = Math.Max(first + 1, end - 1);
        }
    }

    /// <summary>Adds the bytes of a run of digits, and returns the index after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The index of the first digit.</param>
    /// <param name="bytes">Receives the bytes.</param>
    public static int ReadBytes(ReadOnlySpan<char> text, int start, List<DecodedByte> bytes)
    {
        int end = start;
        for (int at = start; at + 1 < text.Length && char.IsAsciiHexDigit(text[at]) && char.IsAsciiHexDigit(text[at + 1]);)
        {
            end = at + 2;
            bytes.Add(new DecodedByte(
                Convert.FromHexString(text[at..end])[0], new TextSpan(at, end)));
            at = end + LengthOfSeparator(text[end..]);
        }

        return end;
    }

    private static int ReadRun(ReadOnlySpan<char> text, int start, List<DecodedByte> bytes, List<DecodedText> found)
    {
        bytes.Clear();
        int end = ReadBytes(text, start, bytes);
        if (bytes.Count >= DecodedText.Shortest)
            DecodedText.AddFrom(CollectionsMarshal.AsSpan(bytes), found);
        return end;
    }

    private static int LengthOfSeparator(ReadOnlySpan<char> text)
    {
        int length = Blanks(text);
        if (length < text.Length && text[length] is ':' or ',' or ';' or '-' or '.' or '|')
        {
            length++;
            length += Blanks(text[length..]);
        }

        foreach (string prefix in Prefixes)
        {
            if (text[length..].StartsWith(prefix))
                return length + prefix.Length;
        }

        return length;
    }

    private static int Blanks(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\r\n") is >= 0 and var length ? length : text.Length;
}
