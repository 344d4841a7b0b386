namespace Marianne.Signals;

/// <summary>
/// Reads days: <c>2026-03-12</c>, <c>Mar 16th, 2026</c>, <c>16 March</c>, <c>4/2/2026</c>, <c>28.11.2026</c>, <c>Monday</c>,
/// <c>tomorrow</c>.
/// </summary>
internal static class DateGrammar
{
    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ];

    private static readonly string[] Weekdays =
        ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Returns a day, or <c>null</c> if there is none.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public static CalendarDay? Read(TimeCursor cursor)
    {
        if (cursor.TakeWord("today", "tonight"))
            return CalendarDay.After(0);
        if (cursor.TakeWord("tomorrow"))
            return CalendarDay.After(1);

        // A weekday before a date only repeats it.
        DayOfWeek? weekday = Weekday(cursor);
        if (weekday is not null)
        {
            cursor.Take('.');
            cursor.Take(',');
        }

        return cursor.Try(Numeric) ?? cursor.Try(Signed) ?? cursor.Try(MonthFirst) ?? cursor.Try(DayFirst)
            ?? (weekday is { } day ? CalendarDay.Of(day) : null);
    }

    private static DayOfWeek? Weekday(TimeCursor cursor)
    {
        int index = IndexOf(Weekdays, cursor.Next, 3);
        if (index < 0)
            return null;
        cursor.At++;
        return (DayOfWeek)index;
    }

    private static int? Month(TimeCursor cursor)
    {
        int index = IndexOf(Months, cursor.Next, 3);
        if (index < 0)
            return null;
        cursor.At++;
        cursor.Take('.');
        return index + 1;
    }

    private static int IndexOf(string[] names, TimeToken token, int shortest) =>
        token.Kind == TimeTokenKind.Word && token.Text.Length >= shortest
            ? Array.FindIndex(
                names,
                name => name.StartsWith(token.Text, StringComparison.Ordinal) && (token.Text.Length <= 5 || token.Text == name))
            : -1;

    /// <summary>2026-03-12, 2026/03/12, 11/17/2025, 28.11.2026.</summary>
    private static CalendarDay? Numeric(TimeCursor cursor)
    {
        if (cursor.TakeInteger(0, 9999) is not { } first || !(cursor.Next.Is('-') || cursor.Next.Is('/') || cursor.Next.Is('.')))
            return null;

        char separator = cursor.Next.Text[0];
        if (!cursor.Take(separator) || cursor.TakeInteger(1, 99) is not { } second
            || !cursor.Take(separator) || cursor.TakeInteger(1, 9999) is not { } third)
        {
            return null;
        }

        return first > 31 ? CalendarDay.Of(first, second, third)
            : separator == '.' ? CalendarDay.Of(third, second, first)
            : separator == '/' && first > 12 ? CalendarDay.Of(third, second, first)
            : separator == '/' ? CalendarDay.Of(third, first, second) // As node and .NET write it in en-US.
            : null;
    }

    /// <summary>3月12日; 2026年3月12日.</summary>
    private static CalendarDay? Signed(TimeCursor cursor)
    {
        int? year = cursor.Try(static next => next.TakeInteger(1970, 9999) is { } number && next.TakeWord("年") ? number : default(int?));
        return cursor.TakeInteger(1, 12) is { } month && cursor.TakeWord("月")
            && cursor.TakeInteger(1, 31) is { } day && cursor.TakeWord("日")
                ? CalendarDay.Of(year, month, day)
                : null;
    }

    /// <summary>Mar 16; March 16th, 2026; Nov 28, 2026.</summary>
    private static CalendarDay? MonthFirst(TimeCursor cursor)
    {
        if (Month(cursor) is not { } month || cursor.TakeInteger(1, 31) is not { } day || cursor.Next.Is(':'))
            return null;
        Ordinal(cursor);
        return CalendarDay.Of(Year(cursor), month, day);
    }

    /// <summary>16 March; 16th of March 2026; 28-Nov-26.</summary>
    private static CalendarDay? DayFirst(TimeCursor cursor)
    {
        if (cursor.TakeInteger(1, 31) is not { } day)
            return null;
        Ordinal(cursor);
        cursor.TakeWord("of");
        bool isJoined = cursor.Take('-');
        if (Month(cursor) is not { } month)
            return null;
        int? year = isJoined && cursor.Take('-') ? cursor.TakeInteger(0, 9999) : Year(cursor);
        return isJoined && year is null ? null : CalendarDay.Of(year, month, day);
    }

    private static void Ordinal(TimeCursor cursor)
    {
        if (!cursor.Next.AfterBlank)
            cursor.TakeWord("st", "nd", "rd", "th");
        if (cursor.Next.Is('.') && cursor.Ahead(1).Kind == TimeTokenKind.Word)
            cursor.Take('.'); // 16. March
    }

    private static int? Year(TimeCursor cursor) => cursor.Try(static next =>
    {
        next.Take(',');
        return next.Next.Text.Length == 4 ? next.TakeInteger(1970, 9999) : null;
    });
}
