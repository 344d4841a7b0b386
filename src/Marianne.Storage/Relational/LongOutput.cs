using System.IO.Compression;
using System.Text;

namespace Marianne.Storage.Relational;

/// <summary>
/// What is stored of an output that is too long for the column that other implementations share: its end, and the whole, compressed
/// with zlib.
/// </summary>
internal static class LongOutput
{
    /// <summary>The number of bytes of UTF-8 that the shared column has at most.</summary>
    public const int Shared = 4096;

    /// <summary>Determines whether an output is too long for the shared column.</summary>
    public static bool IsLong(string output) => Encoding.UTF8.GetByteCount(output) > Shared;

    /// <summary>Returns the end of a long output. It starts with a whole character.</summary>
    public static string EndOf(string output)
    {
        ReadOnlySpan<byte> end = Encoding.UTF8.GetBytes(output).AsSpan()[^Shared..];
        while (IsInsideCharacter(end[0]))
            end = end[1..];
        return Encoding.UTF8.GetString(end);
    }

    /// <summary>Compresses the UTF-8 of an output.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> output)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(output);
        return compressed.ToArray();
    }

    /// <summary>Returns an output that was compressed, or <c>null</c> if it is damaged.</summary>
    /// <param name="compressed">The compressed output.</param>
    /// <param name="size">The number of its bytes before.</param>
    public static string? Decompress(byte[] compressed, long size)
    {
        using var output = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            zlib.CopyTo(output);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return null;
        }

        // The end of the content may be missing, which is not an error of the stream.
        return output.Length == size ? Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)size)) : null;
    }

    private static bool IsInsideCharacter(byte value) => (value & 0b1100_0000) == 0b1000_0000;
}
