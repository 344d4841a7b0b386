using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Policies;

/// <summary>Looks at a prompt before it costs anything.</summary>
public static partial class PreflightPolicy
{
    /// <summary>What is known of a prompt.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="prompt">The prompt, with everything expanded.</param>
    /// <param name="exists">Whether there is a file or a folder at a path; a relative one is the workspace's.</param>
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
                ? [Large(tokens, "token_warning_threshold", options.TokenWarningThreshold)]
                : Array.Empty<string>(),
            .. FilesIn(prompt).Where(path => !exists(path)).Select(path => $"The prompt names '{path}', which does not exist."),
        ];
        return new PreflightResult(
            tokens, warnings, isTooLarge ? Large(tokens, "token_error_threshold", options.TokenErrorThreshold) : null);
    }

    /// <summary>The files that a prompt names: paths with a folder and an extension, and not addresses.</summary>
    public static IEnumerable<string> FilesIn(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return FilePath().Matches(prompt).Select(match => match.Value).Distinct(StringComparer.Ordinal);
    }

    private static bool IsAbove(int tokens, int threshold) => threshold > 0 && tokens > threshold;

    private static string Large(int tokens, string key, int threshold) => string.Create(
        CultureInfo.InvariantCulture,
        $"The prompt has about {tokens} tokens, more than {key}, which is {threshold}. Shorten it or raise preflight.{key}.");

    /// <summary>A path from a root or a dot, whose folders may be missing, or a relative one that has a folder.</summary>
    [GeneratedRegex(
        @"(?<![\w:/\\.@~-])(([A-Za-z]:|\.{1,2})?[\\/]([\w.-]+[\\/])*|([\w.-]+[\\/])+)[\w.-]*\w\.[A-Za-z]\w{0,7}(?![\w/\\])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();
}
