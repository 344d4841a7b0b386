using System.Buffers;
using System.Text;

namespace Marianne.Secrets;

/// <summary>A text that was encoded within another one, such as in Base64.</summary>
/// <param name="text">The decoded text.</param>
/// <param name="spans">The part of the other text that stands for each character.</param>
internal sealed class DecodedText(string text, TextSpan[] spans)
{
    /// <summary>A shorter text is not worth a search: bytes that are no text often contain so many characters.</summary>
    public const int Shortest = 6;

    private const int LongestUtf8 = 4;

    /// <summary>The characters.</summary>
    public string Text { get; } = text;

    /// <summary>Returns the texts that are encoded in a text as Base64, hexadecimal digits or a dump of bytes.</summary>
    /// <param name="text">The text.</param>
    public static List<DecodedText> In(ReadOnlySpan<char> text)
    {
        List<DecodedText> found = [];
        Base64Reader.Read(text, found);
        HexReader.Read(text, found);
        DumpReader.Read(text, found);
        return found;
    }

    /// <summary>
    /// Adds each part of some bytes that is text in UTF-8, or in UTF-16 with characters of ASCII: zeros are ignored.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="found">Receives the texts.</param>
    public static void AddFrom(ReadOnlySpan<DecodedByte> bytes, List<DecodedText> found)
    {
        var text = new StringBuilder();
        List<TextSpan> spans = [];
        Span<byte> sequence = stackalloc byte[LongestUtf8];
        Span<char> units = stackalloc char[2];
        for (int at = 0; at < bytes.Length;)
        {
            if (bytes[at].Value == 0)
            {
                at++;
                continue;
            }

            int count = Math.Min(LongestUtf8, bytes.Length - at);
            for (int i = 0; i < count; i++)
                sequence[i] = bytes[at + i].Value;
            if (Rune.DecodeFromUtf8(sequence[..count], out Rune rune, out int used) == OperationStatus.Done
                && (!Rune.IsControl(rune) || rune.Value is '\t' or '\r' or '\n' or '\e' or '\b'))
            {
                var span = new TextSpan(bytes[at].Span.Start, bytes[at + used - 1].Span.End);
                foreach (char unit in units[..rune.EncodeToUtf16(units)])
                {
                    text.Append(unit);
                    spans.Add(span);
                }
            }
            else
            {
                Flush();
                used = 1;
            }

            at += used;
        }

        Flush();

        void Flush()
        {
            if (text.Length >= Shortest)
                found.Add(new DecodedText(text.ToString(), [.. spans]));
            text.Clear();
            spans.Clear();
        }
    }

    /// <summary>Returns the part of the other text that some characters stand for.</summary>
    /// <param name="span">The characters, at least 1.</param>
    public TextSpan SpanOf(TextSpan span) => new(spans[span.Start].Start, spans[span.End - 1].End);
}
