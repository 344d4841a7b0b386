namespace Marianne.Signals;

/// <summary>Time zones as services write them.</summary>
internal static class TimeZoneName
{
    /// <summary>The zone of a name such as <c>UTC</c>, <c>PST</c> or <c>Europe/Paris</c>; nothing when it is none.</summary>
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
