using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>Chooses the tokens of claims.</summary>
public static class ClaimToken
{
    /// <summary>The largest step. More than eight million of them fit.</summary>
    private const long LargestStep = 1L << 40;

    /// <summary>
    /// Returns the token that follows another one. The step is random, so a token is not used again if the store is restored from
    /// a backup, or if a job is removed and created again.
    /// </summary>
    /// <param name="former">The token of the former claim; 0 if there was none.</param>
    public static long After(long former)
    {
        Span<byte> random = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(random);
        return former + 1 + (long)(BitConverter.ToUInt64(random) % LargestStep);
    }
}
