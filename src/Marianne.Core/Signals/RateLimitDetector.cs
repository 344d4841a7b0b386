using System.Text.RegularExpressions;
using Marianne.Policies;

namespace Marianne.Signals;

/// <summary>Looks for signs of a rate limit in what a sheet wrote.</summary>
public sealed partial class RateLimitDetector
{
    private readonly Regex[] _patterns;

    /// <summary>Makes a detector.</summary>
    /// <param name="options">The patterns; they have been checked.</param>
    /// <param name="timeLimit">How long one pattern may search. Default: 1 second.</param>
    public RateLimitDetector(RateLimitOptions options, TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _patterns = [.. options.DetectionPatterns.Select(pattern => RateLimitPattern.Compile(pattern, timeLimit))];
    }

    /// <summary>What an output says of a rate limit.</summary>
    public RateLimitMatch Search(string output)
    {
        ArgumentNullException.ThrowIfNull(output);

        List<string> lines = [];
        List<string> timedOut = [];
        MatchCollection misleading = Misleading().Matches(output);
        foreach (Regex pattern in _patterns)
        {
            try
            {
                if (pattern.Matches(output).FirstOrDefault(match => !misleading.Any(other => Holds(other, match))) is { } sign)
                    lines.Add(LineOf(output, sign));
            }
            catch (RegexMatchTimeoutException)
            {
                timedOut.Add(pattern.ToString());
            }
        }

        return new RateLimitMatch([.. lines.Distinct()], timedOut);
    }

    /// <summary>
    /// What has the words and is no limit: a full disk, a table of disks, an overflow, a file or a package of such a name.
    /// A name is tried from its beginning only: from each of its characters, one that is very long would take for ever.
    /// </summary>
    [GeneratedRegex(
        @"disk quota|capacity overflow|available capacity|(?<![\w./@-])[\w./@-]*rate.?limit\w*([./@]|::)\w[\w./-]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Misleading();

    private static bool Holds(Match whole, Match part) =>
        whole.Index <= part.Index && part.Index + part.Length <= whole.Index + whole.Length;

    private static string LineOf(string output, Match match)
    {
        int start = output.AsSpan(0, match.Index).LastIndexOf('\n') + 1;
        int end = output.IndexOf('\n', match.Index + match.Length);
        return output[start..(end < 0 ? output.Length : end)].Trim();
    }
}
