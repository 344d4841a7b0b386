using System.Text.Json;
using System.Text.RegularExpressions;
using Marianne.Errors;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Finds the ids of sessions, and recognizes sessions that do not exist any more.</summary>
public static partial class SessionIds
{
    private const int LongestEnd = 4 * 1024;

    /// <summary>Returns the id of the session that a line of the output names, or <c>null</c>.</summary>
    /// <param name="instrument">The profile of the instrument.</param>
    /// <param name="line">The line.</param>
    public static string? Find(InstrumentOptions instrument, string line)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith('{'))
            return null;

        try
        {
            using var document = JsonDocument.Parse(line);
            return instrument.Result.AllRecords
                .Where(record => record.Session.Count > 0 && RecordPattern.Matches(record.When, document.RootElement))
                .Select(record => JsonPaths.Text(document.RootElement, record.Session))
                .FirstOrDefault(id => id is not null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // Other output that begins with a brace, or half of a surrogate pair.
        }
    }

    /// <summary>
    /// Determines whether an attempt that was to continue a session failed because the session does not exist any more: it says so, or
    /// it failed before it used anything.
    /// </summary>
    /// <param name="reading">What the attempt says.</param>
    /// <param name="output">Its output.</param>
    public static bool IsGone(AttemptReading reading, string output)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(output);
        return reading.Kind is ReadingKind.Error or ReadingKind.NotFound
            && (reading.Usage is null || Gone().IsMatch(output.Length > LongestEnd ? output[^LongestEnd..] : output));
    }

    [GeneratedRegex(
        @"\bno (session|conversation|thread|chat|rollout)\b|\b(session|conversation|thread|chat|rollout)\b[^\n]{0,80}"
        + @"(not found|not exist|doesn't exist|no longer|expired|unknown)|(unknown|invalid|cannot find|could not find) "
        + @"(session|conversation|thread|chat)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Gone();
}
