using System.Text;
using System.Text.RegularExpressions;
using Marianne.Placeholders;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>The prompt of a sheet: a file of the score's, or the text itself.</summary>
internal static partial class PromptSource
{
    private const long LongestFile = 16 * 1024 * 1024;
    private const int LongestPath = 4096;

    /// <summary>The prompt as the instrument gets it; nothing when the sheet has none.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="failedValidations">What is to be completed; empty when nothing is.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string? Of(Score score, int number, IReadOnlyList<string> failedValidations)
    {
        if (score.Sheets[number - 1].Prompt is not { } prompt)
            return null;

        var text = new StringBuilder(PlaceholderExpander.Of(score, number).InText(Read(score, prompt)));
        if (failedValidations.Count > 0)
        {
            text.Append("\n\nThe last attempt did only a part of this. What is there is kept; complete it. These checks failed:\n");
            foreach (string failed in failedValidations)
                text.Append("- ").Append(failed).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Whether a prompt names a file, there or not: one word with an extension.</summary>
    public static bool IsPath(string prompt) => FilePath().IsMatch(prompt);

    [GeneratedRegex(@"^[\w.~/\\:@+-]+\.[A-Za-z]\w{0,7}$", RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();

    /// <summary>The full path of the file that a prompt is; nothing when it is the text itself.</summary>
    public static string? FindFile(Score score, string prompt)
    {
        string path = prompt.TrimEnd('\n', '\r');
        return path.Length is > 0 and <= LongestPath && !path.Contains('\n') && !path.Contains('\0')
            && File.Exists(score.FullPath(path))
            ? score.FullPath(path)
            : null;
    }

    private static string Read(Score score, string prompt)
    {
        if (FindFile(score, prompt) is not { } path)
        {
            return IsPath(prompt)
                ? throw new FileNotFoundException($"The prompt '{prompt}' is a file that does not exist.")
                : prompt;
        }

        long length = new FileInfo(path).Length;
        return length <= LongestFile
            ? File.ReadAllText(path)
            : throw new IOException($"The prompt '{path}' has {length} bytes, more than {LongestFile}.");
    }
}
