using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Secrets;

/// <summary>
/// Decodes lines with an offset and some bytes or characters, as xxd (also xxd -b), hexdump, od and Format-Hex write them. A whole line
/// stands for each of its bytes, because it can also show them as characters.
/// </summary>
internal static class DumpReader
{
    private const int ShortestOffset = 6;
    private const int LongestOffset = 16;
    private const int MostBytes = 64;

    /// <summary>Adds the texts that are encoded in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Receives the texts.</param>
    public static void Read(ReadOnlySpan<char> text, List<DecodedText> found)
    {
        List<DecodedByte> bytes = [];
        List<DecodedByte> characters = [];
        List<DecodedByte> ofLine = [];
        long expected = -1; // The offset of the last line.
        int before = 0; // The number of bytes before the last line.
        for (int start = 0; start < text.Length;)
        {
            int length = text[start..].IndexOf('\n') is >= 0 and var next ? next : text.Length - start;
            ReadOnlySpan<char> line = text.Slice(start, length);
            int content = ContentOf(line, out long offset);
            if (content == 0)
            {
                Flush();
                expected = -1;
            }
            else
            {
                // The offsets show how many bytes the line before has, if its characters look like digits.
                if (expected >= 0 && offset - expected is >= 0 and <= MostBytes and var count && before + count < bytes.Count)
                    bytes.RemoveRange(before + (int)count, bytes.Count - before - (int)count);
                before = bytes.Count;
                expected = offset;

                var span = new TextSpan(start, start + line.TrimEnd('\r').Length);
                ofLine.Clear();
                if (!ReadBits(line, content, ofLine))
                    HexReader.ReadBytes(line, content, ofLine);
                foreach (DecodedByte value in ofLine.Take(MostBytes))
                    bytes.Add(value with { Span = span });
                foreach (byte value in Encoding.UTF8.GetBytes(line[content..].ToString()))
                    characters.Add(new DecodedByte(value, span));
            }

            start += length + 1;
        }

        Flush();

        void Flush()
        {
            DecodedText.AddFrom(CollectionsMarshal.AsSpan(bytes), found);
            DecodedText.AddFrom(CollectionsMarshal.AsSpan(characters), found);
            for (int i = 0; i + 1 < bytes.Count; i += 2) // Words of two bytes, the lower byte first.
                (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
            DecodedText.AddFrom(CollectionsMarshal.AsSpan(bytes), found);
            bytes.Clear();
            characters.Clear();
            before = 0;
        }
    }

    /// <summary>
    /// Adds the bytes that are written as eight binary digits each, in groups with one blank between them. Returns <c>false</c> if a
    /// group is not of this form. As hexadecimal digits, such groups are of control characters only.
    /// </summary>
    private static bool ReadBits(ReadOnlySpan<char> line, int start, List<DecodedByte> bytes)
    {
        ReadOnlySpan<char> rest = line[start..];
        while (rest.Length > 0 && !char.IsWhiteSpace(rest[0]))
        {
            int length = rest.IndexOfAnyExcept('0', '1') is >= 0 and var other ? other : rest.Length;
            if (length == 0 || length % 8 != 0 || (length < rest.Length && !char.IsWhiteSpace(rest[length])))
            {
                bytes.Clear();
                return false;
            }

            for (int at = 0; at < length; at += 8)
            {
                byte value = byte.Parse(rest.Slice(at, 8), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
                bytes.Add(new DecodedByte(value, default));
            }

            rest = rest[Math.Min(length + 1, rest.Length)..]; // The characters follow after two blanks.
        }

        return bytes.Count > 0;
    }

    /// <summary>Returns the index of the first byte or character of a line, or 0 if the line does not begin with an offset.</summary>
    private static int ContentOf(ReadOnlySpan<char> line, out long offset)
    {
        offset = 0;
        int start = line.IndexOfAnyExcept(' ', '\t');
        if (start < 0)
            return 0;

        ReadOnlySpan<char> rest = line[start..];
        int digits = 0;
        while (digits < rest.Length && char.IsAsciiHexDigit(rest[digits]))
            digits++;
        if (digits is < ShortestOffset or > LongestOffset
            || !long.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset))
        {
            return 0;
        }

        int separator = digits < rest.Length && rest[digits] == ':' ? digits + 1 : digits;
        int blanks = rest[separator..].IndexOfAnyExcept(' ', '\t');
        return blanks > 0 ? start + separator + blanks : 0;
    }
}
