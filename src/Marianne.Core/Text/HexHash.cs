using System.Security.Cryptography;
using System.Text;

namespace Marianne.Text;

/// <summary>Computes short hashes: the first hexadecimal digits of a SHA-256, in lower case.</summary>
public static class HexHash
{
    /// <summary>Returns the hash of a text in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digits">The number of hexadecimal digits, 1 to 64.</param>
    public static string Of(string text, int digits) => Of(Encoding.UTF8.GetBytes(text), digits);

    /// <summary>Returns the hash of bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="digits">The number of hexadecimal digits, 1 to 64.</param>
    public static string Of(ReadOnlySpan<byte> content, int digits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexString(hash)[..digits].ToLowerInvariant();
    }
}
