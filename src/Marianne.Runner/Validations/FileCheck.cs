using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Durations;
using Marianne.Files;
using Marianne.Policies;

namespace Marianne.Validations;

/// <summary>Checks a file against a rule.</summary>
/// <param name="rule">The rule.</param>
/// <param name="path">The file, a full path.</param>
/// <param name="before">When files had been written before the sheet.</param>
internal sealed class FileCheck(ValidationRule rule, string path, FileTimes before)
{
    /// <summary>How many characters a regular expression searches at most; it needs them all at once.</summary>
    internal const int MostForRegex = 32 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(10);

    /// <summary>Checks it.</summary>
    public CheckResult Check(CancellationToken cancellationToken)
    {
        string real = RealPath.Of(path);
        if (!File.Exists(real))
            return Missing(Directory.Exists(real));

        try
        {
            return rule.Type switch
            {
                ValidationKind.FileExists => new(null, "a file", "a file"),
                ValidationKind.FileModified => CheckTime(),
                ValidationKind.ContentContains => CheckText(cancellationToken),
                _ => CheckRegex(cancellationToken),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CheckResult.NotMade($"'{path}' cannot be read: {error.Message}", "cannot be read", error.GetType());
        }
    }

    private CheckResult Missing(bool isFolder) => new(CheckResult.Missing, isFolder ? "a folder" : "nothing", "a file")
    {
        Message = isFolder ? $"'{path}' is a folder, and must be a file." : $"'{path}' does not exist.",
        Reason = isFolder ? "is a folder" : "does not exist",
        Fix = $"Write the file '{path}'.",
    };

    private CheckResult CheckTime()
    {
        DateTime now = FileTimes.TimeOf(path) ?? default;
        DateTime then = before.Before(path) ?? default;
        string expected = then == default ? "any time" : $"later than {Show(then)}";
        return now > then
            ? new(null, Show(now), expected)
            : new(CheckResult.Stale, Show(now), expected)
            {
                Message = $"'{path}' was not written: it is of {Show(now)}, and was of {Show(then)} before the sheet.",
                Reason = "was not written",
                Fix = $"Write '{path}' again.",
            };
    }

    private CheckResult CheckText(CancellationToken cancellationToken)
    {
        string text = rule.Pattern!;
        using StreamReader reader = Open();
        char[] buffer = new char[Math.Max(BufferSize, text.Length * 2)];
        int kept = 0;
        long length = 0;
        int read;
        while ((read = reader.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<char> filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(text) >= 0)
                return new(null, text, text);

            // The end may be the beginning of the text.
            length += read;
            kept = Math.Min(filled.Length, text.Length - 1);
            filled[^kept..].CopyTo(buffer);
        }

        return new(CheckResult.Incomplete, Count(length), text)
        {
            Message = $"'{path}' does not contain '{text}'.",
            Reason = "text not found",
            Fix = $"Write '{text}' into '{path}'.",
        };
    }

    private CheckResult CheckRegex(CancellationToken cancellationToken)
    {
        if (ReadForRegex(cancellationToken) is not { } content)
        {
            return CheckResult.NotMade(
                $"'{path}' has more than {MostForRegex} characters, which is the most that content_regex searches. Use "
                + "content_contains, or command_succeeds with a tool such as grep.",
                "too large");
        }

        TimeSpan limit = rule.TimeoutSeconds is { } seconds
            ? Duration.Min(Duration.FromSeconds(seconds), Duration.LongestTimer)
            : RegexLimit;
        try
        {
            Regex regex = ValidationRule.Compile(rule.Pattern!, Duration.Max(limit, TimeSpan.FromMilliseconds(1)));
            return regex.Match(content) is { Success: true } match
                ? new(null, match.Value, rule.Pattern)
                : new(CheckResult.Malformed, Count(content.Length), rule.Pattern)
                {
                    Message = $"Nothing in '{path}' matches '{rule.Pattern}'.",
                    Reason = "no match",
                    Fix = $"Write into '{path}' what matches '{rule.Pattern}'.",
                };
        }
        catch (RegexMatchTimeoutException error)
        {
            return CheckResult.TookTooLong($"Searching '{path}' for '{rule.Pattern}'", limit, error.GetType());
        }
    }

    private string? ReadForRegex(CancellationToken cancellationToken)
    {
        using StreamReader reader = Open();
        var content = new StringBuilder();
        char[] buffer = new char[BufferSize];
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            content.Append(buffer, 0, read);
            if (content.Length > MostForRegex)
                return null;
        }

        return content.ToString();
    }

    // Whoever still writes the file may go on.
    private StreamReader Open() => new(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);

    private static string Count(long length) => string.Create(CultureInfo.InvariantCulture, $"{length} characters without it");

    private static string Show(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
