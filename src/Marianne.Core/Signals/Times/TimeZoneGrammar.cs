namespace Marianne.Signals;

/// <summary>
/// Reads the zone of a time: <c>(Europe/Stockholm)</c>, <c>UTC</c>, <c>PST</c>, <c>GMT+5:30</c>, <c>+02:00</c>, <c>Z</c>.
/// </summary>
internal static class TimeZoneGrammar
{
    private const int LongestOffset = 14;

    /// <summary>Returns the zone that follows a time.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    /// <param name="local">The zone of times that do not name one.</param>
    /// <returns>The zone; <c>null</c> if one is named that is not known, so that the time cannot be read whole.</returns>
    public static TimeZoneInfo? Read(TimeCursor cursor, TimeZoneInfo local)
    {
        int start = cursor.At;
        bool isBracketed = cursor.Take('(') || cursor.Take('[');
        TimeZoneInfo? zone = cursor.Try(Offset) ?? cursor.Try(Named);
        if (zone is not null)
        {
            if (isBracketed && !cursor.Take(')'))
                cursor.Take(']');
            return zone;
        }

        bool isUnknown = IsUnknownName(cursor, isBracketed);
        cursor.At = start;
        return isUnknown ? null : local;
    }

    /// <summary>Returns a fixed offset from UTC, or <c>null</c> if there is none.</summary>
    private static TimeZoneInfo? Offset(TimeCursor cursor)
    {
        bool isNegative = cursor.Next.Is('-');
        if ((!isNegative && !cursor.Next.Is('+')) || cursor.Ahead(1) is not { Kind: TimeTokenKind.Number, AfterBlank: false } first)
            return null;

        cursor.At++;
        if (cursor.TakeInteger(0, 1400) is not { } number)
            return null;
        (int hours, int minutes) = first.Text.Length > 2 ? (number / 100, number % 100) : (number, 0);
        if (first.Text.Length <= 2 && cursor.Next is { AfterBlank: false } && cursor.Take(':'))
            minutes = cursor.TakeInteger(0, 59) ?? 99;
        if (hours > LongestOffset || minutes > 59)
            return null;

        var offset = new TimeSpan(hours, minutes, 0);
        return offset > TimeSpan.FromHours(LongestOffset) ? null : Fixed(isNegative ? -offset : offset);
    }

    /// <summary>Returns a zone by its name, with an offset from it if there is one, or <c>null</c> if it is not known.</summary>
    private static TimeZoneInfo? Named(TimeCursor cursor)
    {
        if (cursor.Next.Kind != TimeTokenKind.Word)
            return null;

        string name = cursor.Next.Text;
        for (cursor.At++; IsPart(cursor); cursor.At += 2)
            name += cursor.Next.Text + cursor.Ahead(1).Text;
        bool isPlace = name.Contains('/', StringComparison.Ordinal);
        if (TimeZoneName.Find(name) is not { } zone)
            return null;

        // GMT+5:30 is an offset, but Etc/GMT+5 is a name, with the opposite sign.
        return !isPlace && zone == TimeZoneInfo.Utc ? cursor.Try(Offset) ?? zone : zone;
    }

    /// <summary>Determines whether a name continues: America/New_York, America/Port-au-Prince, Etc/GMT+5.</summary>
    private static bool IsPart(TimeCursor cursor)
    {
        TimeToken joint = cursor.Next;
        TimeToken part = cursor.Ahead(1);
        bool isJoined = joint is { Kind: TimeTokenKind.Symbol, AfterBlank: false } && !part.AfterBlank;
        return isJoined && (part.Kind, joint.Text) switch
        {
            (TimeTokenKind.Word, "/" or "_" or "-") => true,
            (TimeTokenKind.Number, "+" or "-") => cursor.Ahead(-2).Is('/'),
            _ => false,
        };
    }

    /// <summary>Determines whether what follows looks like a zone although none is known by that name.</summary>
    private static bool IsUnknownName(TimeCursor cursor, bool isBracketed)
    {
        TimeToken next = cursor.Next;
        return next.Kind == TimeTokenKind.Word && !next.AfterBreak
            && (cursor.Ahead(1) is { AfterBlank: false } joint && joint.Is('/')
                || (next.IsUpper && next.Text.Length is >= 2 and <= 5 && (isBracketed || next.Text.EndsWith('t'))));
    }

    private static TimeZoneInfo Fixed(TimeSpan offset)
    {
        string name = $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
        return TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
    }
}
