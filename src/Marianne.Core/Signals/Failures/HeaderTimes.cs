using System.Text.Json;

namespace Marianne.Signals;

/// <summary>Finds the times in the headers of a response, and in JSON keys that mean the same.</summary>
internal static class HeaderTimes
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Returns the times of headers, the most reliable first: Retry-After, then the resets of what is used up, the latest
    /// first. If it is not known what is used up, all resets count.
    /// </summary>
    /// <param name="headers">The headers.</param>
    /// <param name="now">The time of the response.</param>
    public static IEnumerable<NamedTime> Find(IReadOnlyList<KeyValuePair<string, string>> headers, DateTimeOffset now)
    {
        NamedTime?[] retries = [Value("retry-after-ms", Millisecond), Value("retry-after", Second)];
        if (retries.Any(time => time is not null))
            return retries.OfType<NamedTime>().Take(1);

        (string Bucket, NamedTime Time)[] resets =
        [
            .. headers.Select(header => (Bucket: BucketOf(header.Key, "reset"), Time: NamedTimeParser.OfValue(header.Value, now, Second)))
                .Where(reset => reset.Bucket is not null && reset.Time is not null)
                .Select(reset => (reset.Bucket!, reset.Time!.Value)),
        ];
        HashSet<string?> empty =
        [
            .. headers.Where(header => header.Value.Trim() == "0").Select(header => BucketOf(header.Key, "remaining")),
        ];
        IEnumerable<NamedTime> emptyResets = resets.Where(reset => empty.Contains(reset.Bucket)).Select(reset => reset.Time);
        return (emptyResets.Any() ? emptyResets : resets.Select(reset => reset.Time)).OrderByDescending(time => time.Instant);

        NamedTime? Value(string name, TimeSpan unit) => headers
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => NamedTimeParser.OfValue(header.Value, now, unit))
            .FirstOrDefault(time => time is not null);
    }

    /// <summary>Determines whether headers say that something is used up.</summary>
    /// <param name="headers">The headers.</param>
    public static bool ReportUsedUp(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Any(header => BucketOf(header.Key, "remaining") is not null && header.Value.Trim() == "0");

    /// <summary>Returns the time that a JSON key holds, or <c>null</c> if it holds none.</summary>
    /// <param name="key">The key in lower case, without separators.</param>
    /// <param name="value">Its value.</param>
    /// <param name="now">The time at which it was written.</param>
    public static NamedTime? OfKey(string key, JsonElement value, DateTimeOffset now)
    {
        TimeSpan? unit = key switch
        {
            "retryafterms" or "resetafterms" or "resetinms" or "retryinms" or "retrydelayms" => Millisecond,
            "retryafter" or "retrydelay" or "retryafterseconds" or "retryin" or "retryinseconds" or "retryat"
                or "resetsat" or "resetat" or "resets" or "resettime" or "resetdate" or "resetafter" or "resetafterseconds"
                or "resetsin" or "resetin" or "resetsinseconds" or "resetinseconds" or "waitseconds" => Second,
            _ => null,
        };
        return unit is { } known && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? NamedTimeParser.OfValue(value.ToString(), now, known)
            : null;
    }

    /// <summary>
    /// Returns what a header counts, or <c>null</c> if it is not about a limit: <c>requests</c> for
    /// <c>x-ratelimit-reset-requests</c> and <c>anthropic-ratelimit-requests-reset</c>.
    /// </summary>
    private static string? BucketOf(string name, string part)
    {
        string lower = name.ToLowerInvariant();
        bool isLimit = lower.Contains("ratelimit", StringComparison.Ordinal) || lower.Contains("rate-limit", StringComparison.Ordinal)
            || lower.StartsWith("x-codex-", StringComparison.Ordinal);
        string[] words = lower.Split('-');
        int at = Array.IndexOf(words, part);
        return isLimit && at >= 0 ? string.Join('-', words.Where((_, index) => index != at)) : null;
    }
}
