using System.Text.RegularExpressions;

namespace Marianne.Policies;

/// <summary>Compiles the patterns that <see cref="RateLimitOptions.DetectionPatterns"/> lists.</summary>
public static class RateLimitPattern
{
    // Excludes numbers that are common in other messages: parts of longer numbers, ids or paths, line numbers, and counts.
    private const string BeforeNumber = @"(?<![\w./-]|\d,|\bline.|\.\w{1,8}[:(]|\bsh: )";
    private const string AfterNumber =
        @"(?![\w/-]|\.\w|,\d|:\d| char:| (passed|failed|skipped|tests?|files?|rows?|lines?|items?|records?|bytes|ms|seconds|of)\b)";

    private static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Compiles a pattern. It ignores case. A pattern of digits only, such as 429, matches only that number on its own.
    /// </summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="timeLimit">The time limit of a search. The default is 1 second.</param>
    /// <exception cref="ArgumentException">The pattern is not a valid regular expression.</exception>
    public static Regex Compile(string pattern, TimeSpan? timeLimit = null) => PatternLimit.Compile(
        pattern.Length > 0 && pattern.All(char.IsAsciiDigit) ? BeforeNumber + pattern + AfterNumber : pattern,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        timeLimit ?? DefaultTimeLimit);
}
