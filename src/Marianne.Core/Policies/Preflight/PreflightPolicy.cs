using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Policies;

/// <summary>Checks a prompt before it is sent.</summary>
public static partial class PreflightPolicy
{
    /// <summary>Checks the size of a prompt and the files that it names.</summary>
    /// <param name="options">The score's options for these checks.</param>
    /// <param name="prompt">The prompt with all placeholders replaced.</param>
    /// <param name="exists">Determines whether a file or a folder exists; relative paths begin at the workspace.</param>
    public static PreflightResult Check(PreflightOptions options, string prompt, Func<string, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(exists);

        int tokens = TokenUsage.TokensOf(prompt);
        bool isTooLarge = IsAbove(tokens, options.TokenErrorThreshold);
        string[] warnings =
        [
            .. !isTooLarge && IsAbove(tokens, options.TokenWarningThreshold)
                ? [TooLarge(tokens, "token_warning_threshold", options.TokenWarningThreshold)]
                : Array.Empty<string>(),
            .. FilesIn(prompt).Where(path => !exists(path))
                .Select(path => $"The prompt refers to '{path}', which does not exist."),
        ];
        return new PreflightResult(
            tokens, warnings, isTooLarge ? TooLarge(tokens, "token_error_threshold", options.TokenErrorThreshold) : null);
    }

    /// <summary>
    /// Returns the files that a prompt names: paths that have a folder and an extension. URLs are not included.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    public static IEnumerable<string> FilesIn(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return FilePath().Matches(prompt).Select(match => match.Value).Distinct(StringComparer.Ordinal);
    }

    private static bool IsAbove(int tokens, int threshold) => threshold > 0 && tokens > threshold;

    private static string TooLarge(int tokens, string key, int threshold) => string.Create(
        CultureInfo.InvariantCulture,
        $"The prompt has about {tokens} tokens, more than {key} ({threshold}). Shorten it, or increase preflight.{key}.");

    /// <summary>An absolute path or one that begins with a dot, or a relative path with a folder.</summary>
    [GeneratedRegex(
        @"(?<![\w:/\\.@~-])(([A-Za-z]:|\.{1,2})?[\\/]([\w.-]+[\\/])*|([\w.-]+[\\/])+)[\w.-]*\w\.[A-Za-z]\w{0,7}(?![\w/\\])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();
}
