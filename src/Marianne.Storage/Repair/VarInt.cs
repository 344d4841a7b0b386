namespace Marianne.Storage.Repair;

/// <summary>Reads and writes the integers of SQLite files, which have one to nine bytes.</summary>
internal static class VarInt
{
    private const int Longest = 9;
    private const byte More = 0x80;

    /// <summary>Reads an integer of at most 56 bits, and moves behind it. Returns <c>false</c> if there is none.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (int index = 0; index < Math.Min(bytes.Length, Longest - 1); index++)
        {
            value = (value << 7) | (long)(bytes[index] & ~More);
            if ((bytes[index] & More) != 0)
                continue;

            bytes = bytes[(index + 1)..];
            return true;
        }

        return false;
    }

    /// <summary>Returns the bytes of an integer that is not negative and has at most 56 bits.</summary>
    public static byte[] Write(long value)
    {
        var bytes = new Stack<byte>();
        bytes.Push((byte)(value & ~More & 0xFF));
        for (value >>= 7; value > 0; value >>= 7)
            bytes.Push((byte)((value & ~More & 0xFF) | More));
        return [.. bytes];
    }
}
