using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Durations;
using Marianne.Files;
using Marianne.Policies;
using Marianne.Secrets;

namespace Marianne.Validations;

/// <summary>Checks a file against a validation rule.</summary>
/// <param name="rule">The rule.</param>
/// <param name="path">The full path of the file.</param>
/// <param name="before">The times at which files were last written before the sheet ran.</param>
/// <param name="redactor">Redacts a secret of which a regular expression matches only a part.</param>
internal sealed class FileCheck(ValidationRule rule, string path, FileTimes before, SecretRedactor redactor)
{
    /// <summary>The most characters that a regular expression searches, because it needs them all in memory.</summary>
    internal const int LongestForRegex = 32 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan DefaultRegexTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Checks the file.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
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
            return CheckResult.NotChecked($"'{path}' cannot be read: {error.Message}", "cannot be read", error.GetType());
        }
    }

    private CheckResult Missing(bool isFolder) => new(CheckResult.Missing, isFolder ? "a folder" : "nothing", "a file")
    {
        Message = isFolder ? $"'{path}' is a folder. It must be a file." : $"'{path}' does not exist.",
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
                Message = $"'{path}' was not written: its time is {Show(now)}, and was {Show(then)} before the sheet.",
                Reason = "was not written",
                Fix = $"Write '{path}' again.",
            };
    }

    private CheckResult CheckText(CancellationToken cancellationToken)
    {
        string text = rule.Pattern!;
        long length;
        using (StreamReader reader = Open())
        {
            if (Contains(reader.Read, text, cancellationToken, out length))
                return new(null, text, text);
        }

        // A text of several lines may have other line ends than the file.
        if (text.Contains('\n'))
        {
            using StreamReader reader = Open();
            if (Contains(new LineBreaks(reader).Read, LineBreaks.Unify(text), cancellationToken, out _))
                return new(null, text, text);
        }

        return new(CheckResult.Incomplete, Count(length), text)
        {
            Message = $"'{path}' does not contain '{text}'.",
            Reason = "text not found",
            Fix = $"Write '{text}' into '{path}'.",
        };
    }

    private static bool Contains(
        Func<char[], int, int, int> readInto, string text, CancellationToken cancellationToken, out long length)
    {
        char[] buffer = new char[Math.Max(BufferSize, text.Length * 2)];
        int kept = 0;
        length = 0;
        int read;
        while ((read = readInto(buffer, kept, buffer.Length - kept)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<char> filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(text) >= 0)
                return true;

            // The end of the buffer may be the beginning of the text.
            length += read;
            kept = Math.Min(filled.Length, text.Length - 1);
            filled[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private CheckResult CheckRegex(CancellationToken cancellationToken)
    {
        if (ReadForRegex(cancellationToken) is not { } content)
        {
            return CheckResult.NotChecked(
                $"'{path}' has more than {LongestForRegex} characters, the maximum for content_regex. Use "
                + "content_contains, or command_succeeds with a tool such as grep.",
                "too large");
        }

        TimeSpan timeout = rule.TimeoutSeconds is { } seconds
            ? Duration.Min(Duration.FromSeconds(seconds), Duration.LongestTimer)
            : DefaultRegexTimeout;
        try
        {
            TimeSpan limit = Duration.Max(timeout, TimeSpan.FromMilliseconds(1));
            Match match = ValidationRule.Compile(rule.Pattern!, limit).Match(content);
            if (!match.Success && content.Contains('\r'))
            {
                content = LineBreaks.Unify(content);
                match = ValidationRule.Compile(LineBreaks.Unify(rule.Pattern!), limit).Match(content);
            }

            return match.Success
                ? new(null, redactor.Part(content, match.Index, match.Length), rule.Pattern)
                : new(CheckResult.Malformed, Count(content.Length), rule.Pattern)
                {
                    Message = $"Nothing in '{path}' matches '{rule.Pattern}'.",
                    Reason = "no match",
                    Fix = $"Write a text that matches '{rule.Pattern}' into '{path}'.",
                };
        }
        catch (RegexMatchTimeoutException error)
        {
            return CheckResult.TimedOut($"Searching '{path}' for '{rule.Pattern}'", timeout, error.GetType());
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
            if (content.Length > LongestForRegex)
                return null;
        }

        return content.ToString();
    }

    // Other processes may still write the file.
    private StreamReader Open() => new(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8);

    private static string Count(long length) => string.Create(CultureInfo.InvariantCulture, $"{length} characters without it");

    private static string Show(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
