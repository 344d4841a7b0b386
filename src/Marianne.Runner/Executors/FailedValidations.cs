using System.Text;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Text;

namespace Marianne.Executors;

/// <summary>
/// The validations that failed in the last attempt, for an attempt that is to complete them. A variable cannot be as long as
/// the list may be, so all of it is in a file, which is deleted after the attempt.
/// </summary>
public sealed class FailedValidations : IDisposable
{
    /// <summary>Returns the failed validations as texts for the prompt of the next attempt.</summary>
    /// <param name="validations">The results of all validations.</param>
    public static IReadOnlyList<string> TextsOf(IEnumerable<ValidationDetail> validations) =>
    [
        .. validations.Where(validation => !validation.Passed)
            .Select(validation =>
                $"{validation.Description ?? validation.RuleType}: {validation.ErrorMessage ?? validation.FailureReason}"),
    ];

    /// <summary>The variable that contains the list, or the beginning of it.</summary>
    public const string Variable = "MARIANNE_FAILED_VALIDATIONS";

    /// <summary>The variable that contains the path of the file.</summary>
    public const string FileVariable = "MARIANNE_FAILED_VALIDATIONS_FILE";

    /// <summary>The most bytes of the list in a variable or a prompt: a quarter of what Linux passes in one variable.</summary>
    internal const int MostBytes = 32 * 1024;

    private const int LongestLine = 4000;

    private readonly PrivateFile? _file;

    private FailedValidations(IReadOnlyList<string> lines, PrivateFile? file, string? problem)
    {
        Text = string.Join('\n', Cut(lines));
        _file = file;
        Problem = problem;
    }

    /// <summary>The list with one line for each validation, cut to what a variable can hold.</summary>
    public string Text { get; }

    /// <summary>The full path of the file with the whole list, or <c>null</c> if there is none.</summary>
    public string? FilePath => _file?.FullPath;

    /// <summary>The reason why there is no file, or <c>null</c> if there is one or the list is empty.</summary>
    public string? Problem { get; }

    /// <summary>Creates the list, and its file if it is not empty.</summary>
    /// <param name="lines">The validations that failed; can be empty.</param>
    public static FailedValidations Of(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Count == 0)
            return new(lines, file: null, problem: null);

        try
        {
            return new(lines, PrivateFile.Create("failed-validations", string.Join('\n', lines) + '\n'), problem: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(lines, file: null, $"The list of failed validations cannot be written to a file: {error.Message}");
        }
    }

    /// <summary>Returns the beginning of a list, and how many lines are left out.</summary>
    /// <param name="lines">The validations that failed.</param>
    internal static IEnumerable<string> Cut(IReadOnlyList<string> lines)
    {
        int bytes = 0;
        for (int index = 0; index < lines.Count; index++)
        {
            // A check may have written null characters, which no variable can contain.
            string line = TextTruncation.Shorten(lines[index].Replace('\0', '\uFFFD'), LongestLine);
            bytes += Encoding.UTF8.GetByteCount(line) + 1;
            if (bytes > MostBytes)
            {
                yield return $"({lines.Count - index} more, see the file that {FileVariable} names)";
                yield break;
            }

            yield return line;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
