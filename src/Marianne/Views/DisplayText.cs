using System.Globalization;
using System.Management.Automation;
using Marianne.Durations;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Formats values for the views. All methods accept live and deserialized objects.</summary>
public static class DisplayText
{
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
            { Ticks: < 0 } => then.ToString("g", CultureInfo.CurrentCulture),
            { TotalSeconds: < 5 } => "just now",
            { TotalMinutes: < 1 } => $"{age.Seconds} s ago",
            { TotalHours: < 1 } => $"{age.Minutes} min ago",
            { TotalDays: < 1 } => $"{age.Hours} h ago",
            { TotalDays: < 31 } => $"{age.Days} d ago",
            _ => then.ToString("d", CultureInfo.CurrentCulture),
        };
    }

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

    /// <summary>Formats a cost, such as <c>0.05 USD</c>, with more decimals only if necessary.</summary>
    /// <param name="cost">The cost in US dollars.</param>
    public static string Cost(decimal cost) => string.Create(CultureInfo.CurrentCulture, $"{cost:#,0.00####} USD");

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
        string status = wrapper.Properties["Status"]?.Value?.ToString() ?? "";
        if (status == nameof(JobStatus.Unknown))
            return UnknownStatus(wrapper) ?? status;
        return wrapper.Properties["IsZombie"]?.Value is true ? $"{status} (zombie)" : status;
    }

    /// <summary>Formats the planned action of a sheet, such as <c>may be skipped</c>.</summary>
    /// <param name="sheet">A planned sheet.</param>
    public static string Action(object sheet) => Word(sheet, "Action") switch
    {
        nameof(PlannedAction.Play) => "run",
        nameof(PlannedAction.MayBeSkipped) => "may be skipped",
        var other => other.ToLowerInvariant(),
    };

    /// <summary>
    /// Returns a property as text. A deserialized enumeration value is a number that knows its name only as text.
    /// </summary>
    /// <param name="value">An object.</param>
    /// <param name="property">The name of the property.</param>
    public static string Word(object value, string property) =>
        PSObject.AsPSObject(value).Properties[property]?.Value?.ToString() ?? "";

    /// <summary>Formats the state of a circuit breaker, such as <c>Open</c> or <c>Open (forced)</c>.</summary>
    /// <param name="circuit">The status of a circuit breaker.</param>
    public static string CircuitState(object circuit)
    {
        var wrapper = PSObject.AsPSObject(circuit);
        string state = wrapper.Properties["State"]?.Value?.ToString() ?? "";
        return wrapper.Properties["IsForced"]?.Value is true ? $"{state} (forced)" : state;
    }

    /// <summary>
    /// Formats a step of a history in one line, such as <c>charge  Failed  12 ms  the card was refused</c>. Line breaks of an
    /// error become spaces.
    /// </summary>
    /// <param name="step">A step of an execution history.</param>
    public static string Step(object step)
    {
        var wrapper = PSObject.AsPSObject(step);
        string status = Word(step, "Status");
        string duration = StepDuration(wrapper.Properties["Duration"]?.Value);
        string detail = StepDetail(step);
        string[] parts = [Word(step, "StateName"), status, duration, detail];
        return string.Join("  ", parts.Where(text => text.Length > 0));
    }

    /// <summary>Formats how a step ended: its arc, its error, or the reason why it was skipped.</summary>
    /// <param name="step">A step of an execution history.</param>
    public static string StepDetail(object step)
    {
        var wrapper = PSObject.AsPSObject(step);
        string? text = Word(step, "Status") switch
        {
            nameof(StepStatus.Completed) => wrapper.Properties["ArcTaken"]?.Value is { } arc ? $"-> {arc}" : null,
            nameof(StepStatus.Failed) => wrapper.Properties["Error"]?.Value?.ToString(),
            nameof(StepStatus.Skipped) =>
                PowerShellValue.Unwrap(wrapper.Properties["Metrics"]?.Value) is System.Collections.IDictionary metrics
                    ? metrics["skip_reason"]?.ToString()
                    : null,
            _ => null,
        };
        return string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>Formats the duration of a step, which may be very short, such as <c>0.012 ms</c>.</summary>
    /// <param name="duration">A TimeSpan or <c>null</c>.</param>
    public static string StepDuration(object? duration) =>
        PowerShellValue.Unwrap(duration) is TimeSpan { Ticks: > 0, TotalMilliseconds: < 1 } time
            ? ((FormattableString)$"{time.TotalMilliseconds:0.000} ms").ToString(CultureInfo.CurrentCulture)
            : Duration(duration);

    /// <summary>Formats the source of a wait time, such as <c>learned from 14 recoveries, confidence 1.0</c>.</summary>
    /// <param name="wait">A learned wait time.</param>
    public static string Why(object wait)
    {
        var wrapper = PSObject.AsPSObject(wait);
        long samples = LanguagePrimitives.ConvertTo<long>(wrapper.Properties["SampleCount"]?.Value);
        FormattableString from = $"{samples:N0} {(samples == 1 ? "recovery" : "recoveries")}";
        FormattableString confidence = $"confidence {wrapper.Properties["Confidence"]?.Value:0.0#}";
        FormattableString text = wrapper.Properties["Strategy"]?.Value?.ToString() switch
        {
            nameof(WaitStrategy.GlobalLearned) => $"learned from {from}, {confidence}",
            nameof(WaitStrategy.GlobalLearnedBlend) => $"blended from {from} and the static delay, {confidence}",
            _ when samples == 0 => $"static delay: nothing learned yet",
            _ => $"static delay: {from} {(samples == 1 ? "is" : "are")} too few to learn from",
        };
        return text.ToString(CultureInfo.CurrentCulture);
    }

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

    private static string? UnknownStatus(PSObject stored)
    {
        object? unreadable = PowerShellValue.Unwrap(stored.Properties["Unreadable"]?.Value);
        object? value = unreadable is System.Collections.IDictionary words ? words["Status"] : null;
        return value is null ? null : PSObject.AsPSObject(value).Properties["Raw"]?.Value as string;
    }
}
