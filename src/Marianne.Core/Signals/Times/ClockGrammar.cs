namespace Marianne.Signals;

/// <summary>Reads times of day: <c>9pm</c>, <c>4:50 a.m.</c>, <c>15:30</c>, <c>03:13:26</c>, <c>18h30</c>, <c>noon</c>.</summary>
internal static class ClockGrammar
{
    /// <summary>Returns a time of day, or <c>null</c> if there is none.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public static ClockTime? Read(TimeCursor cursor)
    {
        if (cursor.TakeWord("noon"))
            return new ClockTime(TimeSpan.FromHours(12), true);
        if (cursor.TakeWord("midnight"))
            return new ClockTime(TimeSpan.Zero, true);
        if (cursor.TakeInteger(0, 24) is not { } hour)
            return null;

        int? minute = cursor.Take(':') ? cursor.TakeInteger(0, 59) ?? -1 : cursor.Try(MinuteAfterHour);
        double? second = minute >= 0 && cursor.Take(':') ? cursor.TakeNumber() ?? -1 : null;
        bool? isAfternoon = cursor.Try(Half);
        cursor.TakeWord("uhr", "o'clock");
        bool isValid = minute is not -1 && second is null or (>= 0 and < 60)
            && (isAfternoon is null ? minute is not null && hour < 24 : hour is >= 1 and <= 12);
        return isValid && minute is not -1
            ? new ClockTime(
                new TimeSpan(HourOf(hour, isAfternoon), minute ?? 0, 0) + TimeSpan.FromSeconds(second ?? 0), second is null)
            : null;
    }

    /// <summary>Returns the minute of 18h30 or 9時30分, and 0 for 9時.</summary>
    private static int? MinuteAfterHour(TimeCursor cursor)
    {
        bool isAt = cursor.Ahead(-2).IsWord("at"); // à 8h
        if (cursor.TakeWord("h"))
            return (cursor.Next.Text.Length == 2 ? cursor.TakeInteger(0, 59) : null) ?? (isAt ? 0 : null);
        if (!cursor.TakeWord("时", "時"))
            return null;
        int? minute = cursor.TakeInteger(0, 59);
        if (minute is not null)
            cursor.TakeWord("minutes");
        return minute ?? 0;
    }

    private static int HourOf(int hour, bool? isAfternoon) => isAfternoon switch
    {
        null => hour,
        true => (hour % 12) + 12,
        false => hour % 12,
    };

    /// <summary>Returns whether <c>pm</c> or <c>p.m.</c> follows, or <c>null</c> if no half of the day does.</summary>
    private static bool? Half(TimeCursor cursor)
    {
        bool isAfternoon = cursor.Next.IsWord("pm", "p");
        if (cursor.TakeWord("am", "pm"))
            return isAfternoon;
        bool isDotted = cursor.TakeWord("a", "p") && cursor.Take('.') && cursor.TakeWord("m");
        cursor.Take('.');
        return isDotted ? isAfternoon : null;
    }
}
