using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Decodes the bytes of score files.</summary>
internal static class ScoreDecoder
{
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell writes it.</summary>
    /// <exception cref="ScoreSyntaxException">The bytes are not valid, or contain a null character.</exception>
    public static string Decode(ReadOnlyMemory<byte> bytes) => bytes.Span switch
    {
        [0xEF, 0xBB, 0xBF, .. var text] => DecodeUtf8(text),
        [0xFF, 0xFE, .. var text] => DecodeUtf16(text, LittleEndian),
        [0xFE, 0xFF, .. var text] => DecodeUtf16(text, BigEndian),
        var text => DecodeUtf8(text),
    };

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, text, out int read, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ScoreSyntaxException(
                $"The file is not valid UTF-8: unexpected byte 0x{bytes[read]:x2}. Save the file as UTF-8.",
                EndOf(text.AsSpan(0, written)));
        }

        return RefuseNullCharacters(new string(text, 0, written));
    }

    private static string DecodeUtf16(ReadOnlySpan<byte> bytes, UnicodeEncoding encoding)
    {
        try
        {
            return RefuseNullCharacters(encoding.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw new ScoreSyntaxException(
                "The file has the byte order mark of UTF-16 but is not valid UTF-16. Save the file as UTF-8.");
        }
    }

    // Text files have no null characters; most binary files do.
    private static string RefuseNullCharacters(string text) => text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var index
        ? throw new ScoreSyntaxException(
            "The file contains a null character, so it is not a text file. Save the file as UTF-8.",
            EndOf(text.AsSpan(0, index)))
        : text;

    /// <summary>Returns the position after the end of a text.</summary>
    private static SourcePosition EndOf(ReadOnlySpan<char> text) =>
        new(text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));
}
