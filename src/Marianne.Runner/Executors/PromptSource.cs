using System.Text;
using System.Text.RegularExpressions;
using Marianne.Files;
using Marianne.Placeholders;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>Reads the prompts of sheets. A prompt is the path of a file, or the text itself.</summary>
internal static partial class PromptSource
{
    private const long LongestFile = 16 * 1024 * 1024;
    private const int LongestPath = 4096;

    /// <summary>Returns the prompt for the instrument, or <c>null</c> if the sheet has none.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="failedValidations">The failed validations that the attempt is to complete; can be empty.</param>
    /// <param name="denial">What is to be changed according to the user who denied the last result; <c>null</c> if there is none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="MarianneException">InvalidParameter: the prompt contains a secret parameter.</exception>
    public static string? Of(Score score, int number, IReadOnlyList<string> failedValidations, string? denial = null)
    {
        if (score.SheetOf(number).Prompt is not { } prompt)
            return null;

        string written = Read(score, prompt);
        if (PlaceholderText.NamesIn(written).FirstOrDefault(score.Values.Secrets.ContainsKey) is { } secret)
            throw PlaceholderErrors.SecretInPrompt(secret, prompt);

        string text = PlaceholderExpander.Of(score, number).InText(written);
        if (denial is not null)
            text += $"\n\nA user denied the last result. This is to be changed:\n{denial}\n";
        return failedValidations.Count == 0
            ? text
            : text + "\n\nThe last attempt did only part of this. Its results were kept. Complete them. These checks failed:\n"
                + ListOf(failedValidations);
    }

    /// <summary>Returns the prompt with which an agent's session is continued. The session knows the task.</summary>
    /// <param name="failedValidations">The validations that fail at the moment; can be empty.</param>
    public static string Continuation(IReadOnlyList<string> failedValidations)
    {
        const string Text = "The last attempt was interrupted. Its results were kept. Continue where you stopped, and complete the task.";
        return failedValidations.Count == 0 ? Text : $"{Text} These checks fail:\n{ListOf(failedValidations)}";
    }

    private static string ListOf(IReadOnlyList<string> failedValidations)
    {
        var list = new StringBuilder();
        foreach (string failed in FailedValidations.Cut(failedValidations))
            list.Append("- ").Append(failed).Append('\n');
        return list.ToString();
    }

    /// <summary>Determines whether a prompt looks like a file name, that is, one word with an extension.</summary>
    /// <param name="prompt">The prompt.</param>
    public static bool IsPath(string prompt) => FilePath().IsMatch(prompt);

    [GeneratedRegex(@"^[\w.~/\\:@+-]+\.[A-Za-z]\w{0,7}$", RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();

    /// <summary>Returns the full path of the file that a prompt names, or <c>null</c> if no such file exists.</summary>
    /// <param name="score">The score.</param>
    /// <param name="prompt">The prompt.</param>
    public static string? FindFile(Score score, string prompt)
    {
        string path = prompt.TrimEnd('\n', '\r');
        return path.Length is > 0 and <= LongestPath && !path.Contains('\n') && !path.Contains('\0')
            && File.Exists(score.FullPath(path))
            ? score.FullPath(path)
            : null;
    }

    /// <summary>Returns the text of a prompt as it is written, from its file if it names one.</summary>
    /// <param name="score">The score.</param>
    /// <param name="prompt">The prompt.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal static string Read(Score score, string prompt)
    {
        if (FindFile(score, prompt) is not { } path)
        {
            return IsPath(prompt)
                ? throw new FileNotFoundException($"The prompt file '{prompt}' does not exist.")
                : prompt;
        }

        long length = new FileInfo(path).Length;
        return length <= LongestFile
            ? RegularFile.ReadAllText(path)
            : throw new IOException($"The prompt file '{path}' has {length} bytes. The maximum is {LongestFile}.");
    }
}
