namespace Marianne.Signals;

/// <summary>A day as a text names it.</summary>
/// <param name="Resolve">
/// Returns the days that may be meant, given today: the same day of several years, or of two weeks. The earliest is first.
/// </param>
internal sealed record CalendarDay(Func<DateOnly, IReadOnlyList<DateOnly>> Resolve)
{
    private const int LeapCycle = 8;

    /// <summary>Returns a date.</summary>
    /// <param name="year">The year, of which two digits mean this century; <c>null</c> for any.</param>
    /// <param name="month">The month.</param>
    /// <param name="day">The day of the month.</param>
    /// <returns>The day, or <c>null</c> if no calendar has it.</returns>
    public static CalendarDay? Of(int? year, int month, int day)
    {
        if (year is { } known)
        {
            known = known < 100 ? known + 2000 : known;
            return known is > 1 and < 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(known, month)
                ? new CalendarDay(_ => [new DateOnly(known, month, day)])
                : null;
        }

        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000, month)
            ? new CalendarDay(today => Years(today, month, day))
            : null;
    }

    /// <summary>Returns a day of the week: today or one of the next seven days.</summary>
    /// <param name="weekday">The day of the week.</param>
    public static CalendarDay Of(DayOfWeek weekday) => new(today =>
    {
        DateOnly next = today.AddDays((7 + (int)weekday - (int)today.DayOfWeek) % 7);
        return [next, next.AddDays(7)];
    });

    /// <summary>Returns a day relative to today.</summary>
    /// <param name="days">The number of days from today.</param>
    public static CalendarDay After(int days) => new(today => [today.AddDays(days)]);

    private static DateOnly[] Years(DateOnly today, int month, int day) =>
    [
        .. Enumerable.Range(today.Year - 1, LeapCycle)
            .Where(year => year is > 1 and < 9999 && day <= DateTime.DaysInMonth(year, month))
            .Select(year => new DateOnly(year, month, day))
            .Where(date => date >= today.AddDays(-1)),
    ];
}
