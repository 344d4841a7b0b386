using System.Text;
using System.Text.Unicode;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The text of the bytes of a file.</summary>
internal static class ScoreDecoder
{
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>The text: UTF-8, or UTF-16 that says so by its first two bytes, as Windows PowerShell writes it.</summary>
    /// <exception cref="ScoreSyntaxException">It is no such text.</exception>
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
        if (Utf8.ToUtf16(bytes, text, out int read, out int written, replaceInvalidSequences: false)
            != System.Buffers.OperationStatus.Done)
        {
            throw new ScoreSyntaxException(
                $"It is not UTF-8: there is a byte {bytes[read]:x2} where no character has one. Save the file as UTF-8.",
                End(text.AsSpan(0, written)));
        }

        return Check(new string(text, 0, written));
    }

    private static string DecodeUtf16(ReadOnlySpan<byte> bytes, UnicodeEncoding encoding)
    {
        try
        {
            return Check(encoding.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw new ScoreSyntaxException("It begins as UTF-16 does, and is none. Save the file as UTF-8.");
        }
    }

    // Of all characters only this one is in no text, and in most files that are none.
    private static string Check(string text) => text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var index
        ? throw new ScoreSyntaxException(
            "There is a null character: it is no text. Save the file as UTF-8.", End(text.AsSpan(0, index)))
        : text;

    /// <summary>The place right after a text.</summary>
    private static SourcePosition End(ReadOnlySpan<char> text) =>
        new(text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));
}
