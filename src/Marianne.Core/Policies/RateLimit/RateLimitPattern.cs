using System.Text.RegularExpressions;

namespace Marianne.Policies;

/// <summary>Compiles the patterns that <see cref="RateLimitOptions.DetectionPatterns"/> lists.</summary>
public static class RateLimitPattern
{
    // No part of a longer number, of an id or of a path, no line of a file, and no count: those are in every second error.
    private const string BeforeNumber = @"(?<![\w./-]|\d,|\bline.|\.\w{1,8}[:(]|\bsh: )";
    private const string AfterNumber =
        @"(?![\w/-]|\.\w|,\d|:\d| char:| (passed|failed|skipped|tests?|files?|rows?|lines?|items?|records?|bytes|ms|seconds|of)\b)";

    private static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>The pattern as it is searched for: one of digits alone, such as 429, is a number that stands by itself.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Compile(string pattern, TimeSpan? timeLimit = null) => new(
        pattern.Length > 0 && pattern.All(char.IsAsciiDigit) ? BeforeNumber + pattern + AfterNumber : pattern,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        timeLimit ?? DefaultTimeLimit);
}
