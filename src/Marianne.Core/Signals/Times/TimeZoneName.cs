namespace Marianne.Signals;

/// <summary>Finds time zones by the names that services write.</summary>
internal static class TimeZoneName
{
    /// <summary>The zones that abbreviations stand for. An ambiguous one is the zone with most speakers of English.</summary>
    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = "UTC",
        ["UTC"] = "UTC",
        ["GMT"] = "UTC",
        ["UCT"] = "UTC",
        ["Zulu"] = "UTC",
        ["PT"] = "America/Los_Angeles",
        ["PST"] = "America/Los_Angeles",
        ["PDT"] = "America/Los_Angeles",
        ["Pacific"] = "America/Los_Angeles",
        ["MT"] = "America/Denver",
        ["MST"] = "America/Denver",
        ["MDT"] = "America/Denver",
        ["CT"] = "America/Chicago",
        ["CST"] = "America/Chicago",
        ["CDT"] = "America/Chicago",
        ["ET"] = "America/New_York",
        ["EST"] = "America/New_York",
        ["EDT"] = "America/New_York",
        ["Eastern"] = "America/New_York",
        ["AKST"] = "America/Anchorage",
        ["AKDT"] = "America/Anchorage",
        ["HST"] = "Pacific/Honolulu",
        ["AST"] = "America/Halifax",
        ["ADT"] = "America/Halifax",
        ["BRT"] = "America/Sao_Paulo",
        ["BST"] = "Europe/London",
        ["WET"] = "Europe/Lisbon",
        ["WEST"] = "Europe/Lisbon",
        ["CET"] = "Europe/Paris",
        ["CEST"] = "Europe/Paris",
        ["MEZ"] = "Europe/Berlin",
        ["MESZ"] = "Europe/Berlin",
        ["EET"] = "Europe/Helsinki",
        ["EEST"] = "Europe/Helsinki",
        ["MSK"] = "Europe/Moscow",
        ["TRT"] = "Europe/Istanbul",
        ["SAST"] = "Africa/Johannesburg",
        ["EAT"] = "Africa/Nairobi",
        ["GST"] = "Asia/Dubai",
        ["PKT"] = "Asia/Karachi",
        ["IST"] = "Asia/Kolkata",
        ["ICT"] = "Asia/Bangkok",
        ["WIB"] = "Asia/Jakarta",
        ["SGT"] = "Asia/Singapore",
        ["Beijing"] = "Asia/Shanghai",
        ["HKT"] = "Asia/Hong_Kong",
        ["JST"] = "Asia/Tokyo",
        ["KST"] = "Asia/Seoul",
        ["AWST"] = "Australia/Perth",
        ["ACST"] = "Australia/Adelaide",
        ["ACDT"] = "Australia/Adelaide",
        ["AEST"] = "Australia/Sydney",
        ["AEDT"] = "Australia/Sydney",
        ["NZST"] = "Pacific/Auckland",
        ["NZDT"] = "Pacific/Auckland",
    };

    /// <summary>
    /// Returns the time zone with a name such as <c>UTC</c>, <c>PST</c> or <c>Europe/Paris</c>, or <c>null</c>.
    /// </summary>
    /// <param name="name">The name, in any case.</param>
    public static TimeZoneInfo? Find(string name)
    {
        string? id = Abbreviations.GetValueOrDefault(name) ?? (name.Contains('/', StringComparison.Ordinal) ? name : null);
        return id == "UTC" ? TimeZoneInfo.Utc
            : id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone
            : id is not null && Tidy(id) is { } tidy && TimeZoneInfo.TryFindSystemTimeZoneById(tidy, out zone) ? zone
            : null;
    }

    /// <summary>Returns a name in the case of the time zone database, for systems whose file names are case-sensitive.</summary>
    private static string Tidy(string name)
    {
        char[] letters = name.ToLowerInvariant().ToCharArray();
        for (int at = 0; at < letters.Length; at++)
        {
            if (at == 0 || letters[at - 1] is '/' or '_' or '-')
                letters[at] = char.ToUpperInvariant(letters[at]);
        }

        string tidy = new(letters);
        return tidy.StartsWith("Etc/", StringComparison.Ordinal) ? "Etc/" + tidy[4..].ToUpperInvariant() : tidy;
    }
}
