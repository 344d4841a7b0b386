using System.Text.RegularExpressions;
using Marianne.Errors;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Searches lines for the messages of a profile.</summary>
/// <param name="instrument">The profile, or <c>null</c>.</param>
/// <param name="now">The time at which the lines were written.</param>
/// <param name="local">The zone of times that do not name one.</param>
internal sealed class OwnMessages(InstrumentOptions? instrument, DateTimeOffset now, TimeZoneInfo local)
{
    private const int MostLines = 40;
    private const int LongestLine = 2000;

    private List<string>? _timedOut;

    /// <summary>The patterns whose search took too long, so that they were not applied.</summary>
    public IReadOnlyList<string> TimedOut => _timedOut ?? (IReadOnlyList<string>)[];

    /// <summary>Returns what the last lines mean, or <c>null</c> if they have none of the messages.</summary>
    /// <param name="lines">The lines. Only the last ones count.</param>
    /// <param name="isFailed">
    /// Indicates whether the attempt failed. Otherwise a message counts only if it is a limit and a line begins with it.
    /// </param>
    public FailureReading? Find(IEnumerable<string> lines, bool isFailed)
    {
        if (instrument is null || instrument.Messages.Count == 0)
            return null;

        string[] last = [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(MostLines).Reverse()];
        foreach (MessageOptions message in instrument.Messages)
        {
            foreach (string line in last)
            {
                if (Fits(message, line.Length > LongestLine ? line[..LongestLine] : line, isFailed))
                    return Reading(message.Kind!.Value, line);
            }
        }

        return null;
    }

    private bool Fits(MessageOptions message, string line, bool isFailed)
    {
        if (_timedOut?.Contains(message.Pattern) == true)
            return false;

        try
        {
            Match match = message.Regex.Match(line.TrimStart());
            bool isLimit = message.Kind is ReadingKind.RateLimit or ReadingKind.UsageLimit or ReadingKind.Overloaded
                or ReadingKind.Quota or ReadingKind.Auth;
            return match.Success && (isFailed || (isLimit && match.Index == 0));
        }
        catch (RegexMatchTimeoutException)
        {
            (_timedOut ??= []).Add(message.Pattern);
            return false;
        }
    }

    private FailureReading Reading(ReadingKind kind, string line)
    {
        ErrorCode error = FailureClassifier.CodeOf(kind);
        return new FailureReading(
            kind == ReadingKind.None ? ReadingKind.Error : kind, error, error.IsRetried ? NamedTimeParser.Find(line, now, local) : null)
        {
            Text = line.Trim(),
        };
    }
}
