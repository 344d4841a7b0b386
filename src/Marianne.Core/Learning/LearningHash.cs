using Marianne.Files;
using Marianne.Text;

namespace Marianne.Learning;

/// <summary>What stands for a workspace and a job in the store, so that no path and no name is kept there.</summary>
public static class LearningHash
{
    /// <summary>How many hexadecimal digits a hash has.</summary>
    public const int Length = 16;

    /// <summary>The hash of a workspace: of its absolute path, links resolved. It need not exist.</summary>
    public static string OfWorkspace(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OfText(RealPath.Of(path));
    }

    /// <summary>The hash of a job.</summary>
    /// <param name="name">Its name or id.</param>
    /// <param name="configHash">The hash of its configuration.</param>
    public static string OfJob(string name, string? configHash = null) => OfText($"{name}:{configHash}");

    /// <summary>Whether a text can be such a hash.</summary>
    public static bool IsHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length && text.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>The hash of any text.</summary>
    internal static string OfText(string text) => HexHash.Of(text, Length);
}
