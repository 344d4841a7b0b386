using System.Text;

namespace Marianne.Runner.Tests.Fuzz;

/// <summary>Damages bytes as disks, programs and hands do.</summary>
internal static class ByteMutator
{
    private const int LargestBlock = 512;

    private static readonly byte[][] Tokens =
    [
        [0xFF], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0],
        .. new[]
        {
            "\"", "\\", @"\ud800", @"\udc00", @"\u00", "{", "}", "[", "]", ":", ",", "null", "true", "-1", "1e999", "-0", "0.5",
            "99999999999999999999", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00:00+14:00", "\n", "\r\n", "\t", "#",
            "- ", "*", "&a ", "!!int ", "|\n", "é", "😀", "%", "$(", "@{", "'",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Returns a changed copy of the bytes.</summary>
    public static byte[] Change(ReadOnlySpan<byte> content, Random random)
    {
        List<byte> bytes = [.. content];
        int largest = Math.Clamp(content.Length / 20, 2, LargestBlock);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            if (bytes.Count == 0)
                break;

            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, largest), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    for (int index = at; index < at + length; index++)
                        bytes[index] = 0;
                    break;
                case 3:
                    for (int index = at; index < at + length; index++)
                        bytes[index] = (byte)random.Next(256);
                    break;
                case 4 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.RemoveRange(at, Math.Min(length, 20));
                    break;
                case 6:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(length, 60)));
                    break;
                default:
                    byte[] token = Tokens[random.Next(Tokens.Length)];
                    bytes.RemoveRange(at, Math.Min(random.Next(4), bytes.Count - at));
                    bytes.InsertRange(at, token);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Returns a changed copy of a text.</summary>
    public static string Change(string text, Random random) =>
        Encoding.UTF8.GetString(Change(Encoding.UTF8.GetBytes(text), random));
}
