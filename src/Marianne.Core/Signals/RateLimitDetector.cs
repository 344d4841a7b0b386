using System.Text.RegularExpressions;
using Marianne.Policies;

namespace Marianne.Signals;

/// <summary>Detects rate limits in the output of a sheet.</summary>
public sealed partial class RateLimitDetector
{
    /// <summary>The time limit of all patterns, as a multiple of the limit of one.</summary>
    private const int PatternsThatMayTimeOut = 10;

    private readonly Regex[] _patterns;

    /// <summary>Creates a detector.</summary>
    /// <param name="options">The options with the patterns, which must be valid.</param>
    /// <param name="timeLimit">The time limit of one pattern. The default is 1 second.</param>
    public RateLimitDetector(RateLimitOptions options, TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _patterns = [.. options.DetectionPatterns.Select(pattern => RateLimitPattern.Compile(pattern, timeLimit))];
    }

    /// <summary>Searches an output for a rate limit.</summary>
    /// <param name="output">The output.</param>
    public RateLimitMatch Search(string output)
    {
        ArgumentNullException.ThrowIfNull(output);

        List<string> lines = [];
        List<string> timedOut = [];
        MatchCollection misleading = Misleading().Matches(output);
        foreach (Regex pattern in _patterns)
        {
            if (timedOut.Count == PatternsThatMayTimeOut)
                break; // A score with many such patterns must not delay the run for hours.

            try
            {
                Match? found = pattern.Matches(output)
                    .FirstOrDefault(match => !misleading.Any(other => Contains(other, match)));
                if (found is not null)
                    lines.Add(LineOf(output, found));
            }
            catch (RegexMatchTimeoutException)
            {
                timedOut.Add(pattern.ToString());
            }
        }

        return new RateLimitMatch([.. lines.Distinct()], timedOut);
    }

    /// <summary>
    /// Matches texts that contain the words but do not report a limit: a full disk, a table of disks, an overflow, a file or a
    /// package with such a name. A name is matched only from its beginning; otherwise a very long one would take too long.
    /// </summary>
    [GeneratedRegex(
        @"disk quota|capacity overflow|available capacity|(?<![\w./@-])[\w./@-]*rate.?limit\w*([./@]|::)\w[\w./-]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Misleading();

    private static bool Contains(Match whole, Match part) =>
        whole.Index <= part.Index && part.Index + part.Length <= whole.Index + whole.Length;

    private static string LineOf(string output, Match match)
    {
        int start = output.AsSpan(0, match.Index).LastIndexOf('\n') + 1;
        int end = output.IndexOf('\n', match.Index + match.Length);
        return output[start..(end < 0 ? output.Length : end)].Trim();
    }
}
