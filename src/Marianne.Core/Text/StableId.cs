using System.Security.Cryptography;
using System.Text;

namespace Marianne.Text;

/// <summary>
/// Derives ids from what they identify, so that the same thing has the same id in every process. A write that is repeated
/// with the same id has no further effect.
/// </summary>
internal static class StableId
{
    /// <summary>Returns the id of a text, in the form of a GUID.</summary>
    /// <param name="text">The text that identifies the thing.</param>
    public static string Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(hash[..16]).ToString();
    }
}
