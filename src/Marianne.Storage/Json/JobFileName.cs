using System.Text;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>Derives file names from job ids. Special characters are replaced.</summary>
internal static class JobFileName
{
    private const int LongestStem = 255 - JobFiles.LongestExtension;
    private const int HashLength = 8;

    private static readonly HashSet<string> Devices = new(
        [
            "con", "prn", "aux", "nul",
            .. "0123456789¹²³".SelectMany(digit => (string[])[$"com{digit}", $"lpt{digit}"]),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the names that a job's files can have, the preferred one first.</summary>
    public static IReadOnlyList<string> Of(string id)
    {
        string plain = string.Concat(id.EnumerateRunes().Select(Plain));
        string hashed = $"{Shorten(plain, LongestStem - HashLength - 1)}-{HexHash.Of(id, HashLength)}";
        bool isUsable = Encoding.UTF8.GetByteCount(plain) <= LongestStem
            && !(OperatingSystem.IsWindows() && IsDevice(plain));

        return isUsable ? [plain, hashed] : [hashed];
    }

    /// <summary>Determines whether Windows reserves the name for a device. Such a file could not be copied there.</summary>
    public static bool IsDevice(string stem) => Devices.Contains(stem);

    /// <summary>Determines whether two names mean the same file on this system.</summary>
    public static bool AreSame(string stem, string other) => string.Equals(
        OperatingSystem.IsMacOS() ? stem.Normalize() : stem,
        OperatingSystem.IsMacOS() ? other.Normalize() : other,
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static string Plain(Rune rune) =>
        Rune.IsLetter(rune) || Rune.IsNumber(rune) || rune.Value is '-' or '_' ? rune.ToString() : "_";

    private static string Shorten(string name, int bytes)
    {
        var text = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
                break;

            text.Append(rune);
        }

        return text.ToString();
    }
}
