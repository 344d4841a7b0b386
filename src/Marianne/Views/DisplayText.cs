using System.Globalization;
using System.Management.Automation;
using Marianne.Durations;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Values as a person says them, for the views. Each takes live objects and those of another session.</summary>
public static class DisplayText
{
    /// <summary>A duration: <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    /// <param name="duration">A TimeSpan, or nothing.</param>
    public static string Duration(object? duration) => PowerShellValue.Unwrap(duration) is TimeSpan time ? DurationFormatter.Of(time) : "";

    /// <summary>How long ago a time is: <c>3 min ago</c>; a day when it is more than a month.</summary>
    /// <param name="time">A local DateTime, or nothing.</param>
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

    /// <summary>How far a job has come: <c>7/8  88 %</c>. Only what is done is 100 %.</summary>
    /// <param name="finished">How many sheets are done.</param>
    /// <param name="total">How many there are.</param>
    public static string Progress(int finished, int total)
    {
        int percent = total == 0 ? 0 : (int)Math.Round(100.0 * finished / total, MidpointRounding.AwayFromZero);
        if (finished < total)
            percent = Math.Min(percent, 99);
        return $"{finished}/{total} {percent,3} %";
    }

    /// <summary>A cost: <c>0.05 USD</c>, with more digits only where there are some.</summary>
    /// <param name="cost">A number of US dollars.</param>
    public static string Cost(decimal cost) => string.Create(CultureInfo.CurrentCulture, $"{cost:#,0.00####} USD");

    /// <summary>How many tokens an agent used: <c>12,345 (12,000 in, 345 out)</c>.</summary>
    /// <param name="measures">What a run measured of a sheet.</param>
    public static string Tokens(object measures)
    {
        var seen = PSObject.AsPSObject(measures);
        long into = LanguagePrimitives.ConvertTo<long>(seen.Properties["InputTokens"]?.Value);
        long from = LanguagePrimitives.ConvertTo<long>(seen.Properties["OutputTokens"]?.Value);
        return string.Create(CultureInfo.CurrentCulture, $"{into + from:N0} ({into:N0} in, {from:N0} out)");
    }

    /// <summary>Where a job or a sheet stands; a word that is none of ours as the store has it.</summary>
    /// <param name="stored">A job or a sheet.</param>
    public static string Status(object stored)
    {
        var seen = PSObject.AsPSObject(stored);
        string status = seen.Properties["Status"]?.Value?.ToString() ?? "";
        if (status == nameof(JobStatus.Unknown))
            return ForeignWord(seen) ?? status;
        return seen.Properties["IsZombie"]?.Value is true ? $"{status} (zombie)" : status;
    }

    /// <summary>What would be done with a sheet: <c>play</c>, <c>may be skipped</c>, <c>done</c>.</summary>
    /// <param name="sheet">A planned sheet.</param>
    public static string Action(object sheet) =>
        Word(sheet, "Action") is var word && word == nameof(PlannedAction.MayBeSkipped) ? "may be skipped" : word.ToLowerInvariant();

    /// <summary>The word of a property; from another session it comes as a number that only knows its word.</summary>
    /// <param name="value">An object.</param>
    /// <param name="property">The name of the property.</param>
    public static string Word(object value, string property) =>
        PSObject.AsPSObject(value).Properties[property]?.Value?.ToString() ?? "";

    /// <summary>Where a circuit breaker stands: <c>Open</c>, <c>Open (forced)</c>.</summary>
    /// <param name="circuit">The status of a circuit breaker.</param>
    public static string CircuitState(object circuit)
    {
        var seen = PSObject.AsPSObject(circuit);
        string state = seen.Properties["State"]?.Value?.ToString() ?? "";
        return seen.Properties["IsForced"]?.Value is true ? $"{state} (forced)" : state;
    }

    /// <summary>
    /// A step of a history in a line: <c>charge  Failed  12 ms  the card was refused</c>. A line break of an error is a
    /// blank.
    /// </summary>
    /// <param name="step">A step of an execution history.</param>
    public static string Step(object step)
    {
        var seen = PSObject.AsPSObject(step);
        string status = Word(step, "Status");
        string duration = StepDuration(seen.Properties["Duration"]?.Value);
        string detail = StepDetail(step);
        string[] parts = [Word(step, "StateName"), status, duration, detail];
        return string.Join("  ", parts.Where(text => text.Length > 0));
    }

    /// <summary>How a step ended: through its arc, by its error, or for its reason.</summary>
    /// <param name="step">A step of an execution history.</param>
    public static string StepDetail(object step)
    {
        var seen = PSObject.AsPSObject(step);
        string? text = Word(step, "Status") switch
        {
            nameof(StepStatus.Completed) => seen.Properties["ArcTaken"]?.Value is { } arc ? $"-> {arc}" : null,
            nameof(StepStatus.Failed) => seen.Properties["Error"]?.Value?.ToString(),
            nameof(StepStatus.Skipped) => PowerShellValue.Unwrap(seen.Properties["Metrics"]?.Value) is System.Collections.IDictionary metrics
                ? metrics["skip_reason"]?.ToString()
                : null,
            _ => null,
        };
        return string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>A duration of a step, which may be very short: <c>0.012 ms</c>.</summary>
    /// <param name="duration">A TimeSpan, or nothing.</param>
    public static string StepDuration(object? duration) =>
        PowerShellValue.Unwrap(duration) is TimeSpan { Ticks: > 0, TotalMilliseconds: < 1 } time
            ? ((FormattableString)$"{time.TotalMilliseconds:0.000} ms").ToString(CultureInfo.CurrentCulture)
            : Duration(duration);

    /// <summary>Why a wait is as long as it is: <c>learned from 14 recoveries, confidence 1.0</c>.</summary>
    /// <param name="wait">A learned wait time.</param>
    public static string Why(object wait)
    {
        var seen = PSObject.AsPSObject(wait);
        long samples = LanguagePrimitives.ConvertTo<long>(seen.Properties["SampleCount"]?.Value);
        FormattableString from = $"{samples:N0} {(samples == 1 ? "recovery" : "recoveries")}";
        FormattableString confidence = $"confidence {seen.Properties["Confidence"]?.Value:0.0#}";
        FormattableString text = seen.Properties["Strategy"]?.Value?.ToString() switch
        {
            nameof(WaitStrategy.GlobalLearned) => $"learned from {from}, {confidence}",
            nameof(WaitStrategy.GlobalLearnedBlend) => $"blended from {from} and the static delay, {confidence}",
            _ when samples == 0 => $"static delay: nothing learned yet",
            _ => $"static delay: {from} {(samples == 1 ? "is" : "are")} too few to learn from",
        };
        return text.ToString(CultureInfo.CurrentCulture);
    }

    /// <summary>An hour of the day as one character: good, to avoid, mixed, too few recoveries to tell, none.</summary>
    /// <param name="hour">An hour of an execution window.</param>
    public static string Hour(object hour) => PSObject.AsPSObject(hour).Properties["Verdict"]?.Value?.ToString() switch
    {
        nameof(HourVerdict.Optimal) => "+",
        nameof(HourVerdict.Avoid) => "-",
        nameof(HourVerdict.Mixed) => "~",
        nameof(HourVerdict.FewSamples) => "?",
        _ => ".",
    };

    private static string? ForeignWord(PSObject stored)
    {
        object? unreadable = PowerShellValue.Unwrap(stored.Properties["Unreadable"]?.Value);
        object? value = unreadable is System.Collections.IDictionary words ? words["Status"] : null;
        return value is null ? null : PSObject.AsPSObject(value).Properties["Raw"]?.Value as string;
    }
}
