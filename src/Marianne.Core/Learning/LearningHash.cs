using Marianne.Files;
using Marianne.Text;

namespace Marianne.Learning;

/// <summary>Computes the hashes that identify workspaces and jobs in the store, so that it has no paths and no names.</summary>
public static class LearningHash
{
    /// <summary>The number of hexadecimal digits of a hash.</summary>
    public const int Length = 16;

    /// <summary>
    /// Returns the hash of a workspace: of its absolute path with all links resolved. The workspace need not exist.
    /// </summary>
    /// <param name="path">The path of the workspace.</param>
    public static string OfWorkspace(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OfText(RealPath.Of(path));
    }

    /// <summary>Returns the hash of a job.</summary>
    /// <param name="name">The job's name or id.</param>
    /// <param name="configHash">The hash of the job's configuration; <c>null</c> leaves it out.</param>
    public static string OfJob(string name, string? configHash = null) => OfText($"{name}:{configHash}");

    /// <summary>Determines whether a text has the form of a hash: 16 hexadecimal digits in lower case.</summary>
    /// <param name="text">The text.</param>
    public static bool IsHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length && text.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Returns the hash of a text.</summary>
    /// <param name="text">The text.</param>
    internal static string OfText(string text) => HexHash.Of(text, Length);
}
