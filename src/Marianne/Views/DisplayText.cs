using System.Globalization;
using System.Management.Automation;
using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Formats values for the views, safe for a terminal. All methods accept live and deserialized objects.
/// </summary>
public static class DisplayText
{
    /// <summary>The width of a table in a file, which PowerShell assumes too.</summary>
    private const int WidthOfFiles = 120;

    /// <summary>The room that the table of jobs needs beside the ids.</summary>
    private const int OtherColumns = 50;

    private const int ShortestId = 30;

    /// <summary>The start of the reason of a sheet that waits for its circuit breaker. Its stored category is a rate limit.</summary>
    private const string CircuitReason = "The circuit breaker ";

    /// <summary>
    /// Formats a duration, such as <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 10 min</c> or <c>3 d 4 h</c>.
    /// </summary>
    /// <param name="duration">A TimeSpan or <c>null</c>.</param>
    public static string Duration(object? duration) =>
        PowerShellValue.Unwrap(duration) is TimeSpan time ? DurationFormatter.Of(time) : "";

    /// <summary>
    /// Formats the age of a time, such as <c>3 min ago</c>. An age of more than a month is formatted as a date.
    /// </summary>
    /// <param name="time">A local DateTime or <c>null</c>.</param>
    public static string Age(object? time)
    {
        if (PowerShellValue.Unwrap(time) is not DateTime then)
            return "";

        TimeSpan age = DateTime.UtcNow - then.ToUniversalTime();
        return age switch
        {
            { Ticks: < 0 } => Minute(then),
            { TotalSeconds: < 5 } => "just now",
            { TotalMinutes: < 1 } => $"{age.Seconds} s ago",
            { TotalHours: < 1 } => $"{age.Minutes} min ago",
            { TotalDays: < 1 } => $"{age.Hours} h ago",
            { TotalDays: < 31 } => $"{age.Days} d ago",
            _ => then.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>
    /// Formats a time for a table: its age on a terminal, and otherwise the time itself, because what is written to a file is
    /// read later.
    /// </summary>
    /// <param name="time">A local DateTime or <c>null</c>.</param>
    public static string When(object? time) => Console.IsOutputRedirected ? Minute(time) : Age(time);

    /// <summary>Formats a time to the minute, such as <c>2026-03-01 07:05</c>.</summary>
    /// <param name="time">A local DateTime or <c>null</c>.</param>
    public static string Minute(object? time) => Written(time, "yyyy-MM-dd HH:mm");

    /// <summary>Formats a time to the second, such as <c>2026-03-01 07:05:09</c>.</summary>
    /// <param name="time">A local DateTime or <c>null</c>.</param>
    public static string Second(object? time) => Written(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>Formats a time for a list, on a terminal with its age, such as <c>2026-03-01 07:05:09  (3 min ago)</c>.</summary>
    /// <param name="time">A local DateTime or <c>null</c>.</param>
    public static string TimeAndAge(object? time)
    {
        if (PowerShellValue.Unwrap(time) is not DateTime then)
            return "";

        string text = Second(then);
        return Console.IsOutputRedirected ? text : $"{text}  ({Age(then)})";
    }

    /// <summary>Formats the id of a job. On a narrow terminal, the middle of a long id is omitted.</summary>
    /// <param name="job">An object with a property JobId or Id.</param>
    public static string Id(object job)
    {
        string id = ViewText.Name(job, PSObject.AsPSObject(job).Properties["JobId"] is null ? "Id" : "JobId") as string ?? "";
        int length = Math.Max((Console.IsOutputRedirected ? WidthOfFiles : Console.WindowWidth) - OtherColumns, ShortestId);
        return id.Length <= length
            ? id
            : $"{TextTruncation.First(id, length / 2 - 1)}\u2026{TextTruncation.Last(id, length - length / 2)}";
    }

    /// <summary>Formats a percentage, such as <c>87.5 %</c>.</summary>
    /// <param name="percent">A number from 0 to 100, or <c>null</c>.</param>
    public static string Percent(object? percent) => percent is null
        ? ""
        : string.Create(CultureInfo.CurrentCulture, $"{LanguagePrimitives.ConvertTo<double>(percent):0.#} %");

    /// <summary>
    /// Formats the reason why a sheet failed, waits or was skipped, in one line. The category comes first only if the reason
    /// does not say it: if it has no error code, and is not the circuit breaker, whose stored category is a rate limit.
    /// </summary>
    /// <param name="sheet">A sheet.</param>
    public static string Reason(object sheet)
    {
        var wrapper = PSObject.AsPSObject(sheet);
        string message = TerminalText.Summary(wrapper.Properties["ErrorMessage"]?.Value as string);
        if (message.Length == 0 && wrapper.Properties["MissingAbility"]?.Value is string missing)
            return $"No live worker can run it: none supports {TerminalText.Name(missing)}.";
        string category = Word(sheet, "ErrorCategory");
        return message.Length == 0 || category.Length == 0 || HasCode(message)
            || message.StartsWith(CircuitReason, StringComparison.Ordinal)
                ? message
                : $"{category}: {message}";
    }

    /// <summary>Formats the progress of a job, in which a sheet with items counts as its items.</summary>
    /// <param name="job">A job. If it comes from another process, its sheets are not known.</param>
    /// <param name="finished">The number of completed and skipped sheets, which is shown then.</param>
    /// <param name="total">The total number of sheets, which is shown then.</param>
    public static string Progress(object job, int finished, int total) =>
        PowerShellValue.Unwrap(job) is Job live && new JobCounts(live).Progress is var (done, all) ? Progress(done, all) : Progress(finished, total);

    /// <summary>Formats the progress of a job, such as <c>7/8  88 %</c>. Only a completed job has 100 %.</summary>
    /// <param name="finished">The number of completed and skipped sheets.</param>
    /// <param name="total">The total number of sheets.</param>
    public static string Progress(int finished, int total)
    {
        int percent = total == 0 ? 0 : (int)Math.Round(100.0 * finished / total, MidpointRounding.AwayFromZero);
        if (finished < total)
            percent = Math.Min(percent, 99);
        return $"{finished}/{total} {percent,3} %";
    }

    /// <summary>Returns how long something is kept, such as <c>30 d</c> or <c>for ever</c>.</summary>
    /// <param name="age">A TimeSpan or <c>null</c>.</param>
    public static string Kept(object? age) => Duration(age) is { Length: > 0 } text ? text : "for ever";

    /// <summary>Returns a number of bytes with a unit, such as <c>49.5 MB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public static string Bytes(long bytes) => ByteText.Of(bytes);

    /// <summary>Formats an amount of money, such as <c>0.05</c> or <c>0.0003</c>.</summary>
    /// <param name="amount">The amount.</param>
    public static string Amount(decimal amount) => MoneyText.Of(amount, CultureInfo.CurrentCulture);

    /// <summary>Formats a cost, such as <c>0.05 USD</c>.</summary>
    /// <param name="cost">The cost in US dollars.</param>
    public static string Cost(decimal cost) => $"{Amount(cost)} USD";

    /// <summary>Formats a cost with its source, such as <c>0.05 USD (measured)</c>.</summary>
    /// <param name="cost">The cost in US dollars.</param>
    /// <param name="source">Where the cost comes from, or <c>null</c>.</param>
    public static string Cost(decimal cost, object? source) =>
        source?.ToString() is { Length: > 0 } word ? $"{Cost(cost)} ({word.ToLowerInvariant()})" : Cost(cost);

    /// <summary>Formats numbers of tokens, such as <c>12,345 (12,000 in, 345 out)</c>.</summary>
    /// <param name="measures">The measures of a sheet.</param>
    public static string Tokens(object measures)
    {
        var wrapper = PSObject.AsPSObject(measures);
        long input = LanguagePrimitives.ConvertTo<long>(wrapper.Properties["InputTokens"]?.Value);
        long output = LanguagePrimitives.ConvertTo<long>(wrapper.Properties["OutputTokens"]?.Value);
        return string.Create(CultureInfo.CurrentCulture, $"{input + output:N0} ({input:N0} in, {output:N0} out)");
    }

    /// <summary>Formats the status of a job or a sheet. An unknown status is shown as it is stored.</summary>
    /// <param name="stored">A job or a sheet.</param>
    public static string Status(object stored)
    {
        var wrapper = PSObject.AsPSObject(stored);
        string status = Word(stored, "Status");
        if (status == nameof(JobStatus.Unknown))
            return TerminalText.Name(UnknownStatus(wrapper) ?? status);
        if (wrapper.Properties["IsZombie"]?.Value is true)
            return $"{status} (zombie)";
        bool isStuck = Abilities(wrapper.Properties["MissingAbilities"]?.Value).Length > 0;
        return isStuck ? $"{status} (no worker)" : status; // What is missing would not fit a table.
    }

    /// <summary>Formats what no live worker can run, such as <c>script, prompt:claude</c>.</summary>
    /// <param name="missing">The abilities, or <c>null</c>.</param>
    public static string Abilities(object? missing) => missing is null
        ? ""
        : TerminalText.Name(string.Join(", ", LanguagePrimitives.ConvertTo<string[]>(missing)));

    /// <summary>Formats the planned action of a sheet, such as <c>may be skipped</c>.</summary>
    /// <param name="sheet">A planned sheet.</param>
    public static string Action(object sheet) => Enum.TryParse(Word(sheet, nameof(PlannedSheet.Action)), out PlannedAction action)
        ? PlannedSheetText.OfAction(
            action, PSObject.AsPSObject(sheet).Properties[nameof(PlannedSheet.NeedsApproval)]?.Value is true)
        : "";

    /// <summary>Formats the name of a planned sheet, with its items.</summary>
    /// <param name="sheet">The planned sheet.</param>
    public static string PlannedName(object sheet) =>
        PlannedSheetText.OfName(Word(sheet, nameof(PlannedSheet.Name)), Word(sheet, nameof(PlannedSheet.ItemText)));

    /// <summary>
    /// Returns a property as text. A deserialized enumeration value is a number that knows its name only as text.
    /// </summary>
    /// <param name="value">An object.</param>
    /// <param name="property">The name of the property.</param>
    public static string Word(object value, string property) =>
        TerminalText.Name(PSObject.AsPSObject(value).Properties[property]?.Value?.ToString());

    /// <summary>Formats the state of a circuit breaker, such as <c>Open</c> or <c>Open (forced)</c>.</summary>
    /// <param name="circuit">The status of a circuit breaker.</param>
    public static string CircuitState(object circuit)
    {
        var wrapper = PSObject.AsPSObject(circuit);
        string state = Word(circuit, "State");
        return wrapper.Properties["IsForced"]?.Value is true ? $"{state} (forced)" : state;
    }

    /// <summary>Returns how much of a number of a limit across jobs is used, such as <c>1 of 2</c>.</summary>
    /// <param name="used">How much is used.</param>
    /// <param name="maximum">The number, or <c>null</c> if there is none.</param>
    public static string OfLimit(object? used, object? maximum) => maximum is null ? $"{used}" : $"{used} of {maximum}";

    /// <summary>Returns the numbers of a limit across jobs, such as <c>2 sheets at once, 60 attempts in an hour</c>.</summary>
    /// <param name="limit">The limit.</param>
    internal static string LimitNumbers(SheetLimit limit) => string.Join(
        ", ",
        new[]
        {
            limit.Concurrent is { } sheets ? $"{CountText.Of(sheets, "sheet")} at once" : null,
            limit.PerHour is { } attempts ? $"{CountText.Of(attempts, "attempt")} in an hour" : null,
        }.OfType<string>());

    /// <summary>
    /// Formats an hour of the day as one character: optimal, to avoid, mixed, too few recoveries, or no recoveries.
    /// </summary>
    /// <param name="hour">An hour of an execution window.</param>
    public static string Hour(object hour) => PSObject.AsPSObject(hour).Properties["Verdict"]?.Value?.ToString() switch
    {
        nameof(HourVerdict.Optimal) => "+",
        nameof(HourVerdict.Avoid) => "-",
        nameof(HourVerdict.Mixed) => "~",
        nameof(HourVerdict.FewSamples) => "?",
        _ => ".",
    };

    private static string Written(object? time, string format) => PowerShellValue.Unwrap(time) switch
    {
        DateTime then => then.ToString(format, CultureInfo.InvariantCulture),
        DateTimeOffset then => then.ToLocalTime().ToString(format, CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string? UnknownStatus(PSObject stored)
    {
        object? unreadable = PowerShellValue.Unwrap(stored.Properties["Unreadable"]?.Value);
        object? value = unreadable is System.Collections.IDictionary words ? words["Status"] : null;
        return value is null ? null : PSObject.AsPSObject(value).Properties["Raw"]?.Value as string;
    }

    private static bool HasCode(string message) =>
        ErrorCodes.All.Any(code => message.Contains($"{code.Code}:", StringComparison.Ordinal));
}
