using System.Security.Cryptography;
using Marianne.Executors;
using Marianne.Files;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Computes the hashes of the files that sheets use, so that a change of a file is a change of its sheet.</summary>
internal static class SheetFiles
{
    private const int HashLength = 16;

    /// <summary>Returns the hashes of the files of scripts and prompts, by the numbers of their sheets.</summary>
    /// <param name="score">The score.</param>
    public static IReadOnlyDictionary<int, string> HashesOf(Score score)
    {
        Dictionary<int, string> hashes = [];
        foreach (int number in score.Numbers)
        {
            if (FileOf(score, score.SheetOf(number)) is { } file && HashOf(file) is { } hash)
                hashes[number] = hash;
        }

        return hashes;
    }

    private static string? FileOf(Score score, ScoreSheet sheet) =>
        sheet.HasScriptFile ? score.FullPath(sheet.Script!.Trim())
        : sheet.Prompt is { } prompt ? PromptSource.FindFile(score, prompt)
        : null;

    /// <summary>Returns the hash, or <c>null</c> if the file cannot be read: running the sheet then reports the error.</summary>
    private static string? HashOf(string file)
    {
        try
        {
            if (!File.Exists(file))
                return null;

            using FileStream content = RegularFile.OpenRead(file);
            return Convert.ToHexString(SHA256.HashData(content))[..HashLength].ToLowerInvariant();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
