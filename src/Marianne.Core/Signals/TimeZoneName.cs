namespace Marianne.Signals;

/// <summary>Finds time zones by the names that services write.</summary>
internal static class TimeZoneName
{
    /// <summary>
    /// Returns the time zone with a name such as <c>UTC</c>, <c>PST</c> or <c>Europe/Paris</c>, or <c>null</c>.
    /// </summary>
    /// <param name="name">The name, in any case.</param>
    public static TimeZoneInfo? Find(string name)
    {
        string id = name.ToUpperInvariant() switch
        {
            "Z" or "UTC" or "GMT" => "UTC",
            "PT" or "PST" or "PDT" => "America/Los_Angeles",
            "MT" or "MST" or "MDT" => "America/Denver",
            "CT" or "CST" or "CDT" => "America/Chicago",
            "ET" or "EST" or "EDT" => "America/New_York",
            _ => name,
        };
        return id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : null;
    }
}
