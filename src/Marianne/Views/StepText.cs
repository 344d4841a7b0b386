using System.Globalization;
using System.Management.Automation;
using Marianne.History;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Formats the steps of execution histories: safe for a terminal. All methods accept live and deserialized objects.
/// </summary>
public static class StepText
{
    /// <summary>
    /// Formats a step of a history in one line, such as <c>charge  Failed  12 ms  the card was refused</c>. Line breaks of an
    /// error become spaces.
    /// </summary>
    /// <param name="step">A step of an execution history.</param>
    public static string Of(object step)
    {
        var wrapper = PSObject.AsPSObject(step);
        string status = DisplayText.Word(step, "Status");
        string duration = Duration(wrapper.Properties["Duration"]?.Value);
        string detail = Detail(step);
        string[] parts = [DisplayText.Word(step, "StateName"), status, duration, detail];
        return string.Join("  ", parts.Where(text => text.Length > 0));
    }

    /// <summary>Formats how a step ended: its arc, its error, or the reason why it was skipped.</summary>
    /// <param name="step">A step of an execution history.</param>
    public static string Detail(object step)
    {
        var wrapper = PSObject.AsPSObject(step);
        string? text = DisplayText.Word(step, "Status") switch
        {
            nameof(StepStatus.Completed) => wrapper.Properties["ArcTaken"]?.Value is { } arc ? $"-> {arc}" : null,
            nameof(StepStatus.Failed) => wrapper.Properties["Error"]?.Value?.ToString(),
            nameof(StepStatus.Skipped) =>
                PowerShellValue.Unwrap(wrapper.Properties["Metrics"]?.Value) is System.Collections.IDictionary metrics
                    ? metrics["skip_reason"]?.ToString()
                    : null,
            _ => null,
        };
        return TerminalText.Summary(text);
    }

    /// <summary>Formats the duration of a step, which may be very short, such as <c>0.012 ms</c>.</summary>
    /// <param name="duration">A TimeSpan or <c>null</c>.</param>
    public static string Duration(object? duration) =>
        PowerShellValue.Unwrap(duration) is TimeSpan { Ticks: > 0, TotalMilliseconds: < 1 } time
            ? ((FormattableString)$"{time.TotalMilliseconds:0.000} ms").ToString(CultureInfo.CurrentCulture)
            : DisplayText.Duration(duration);

    /// <summary>Formats the state of the step after which a step came. The first step has none, and a deserialized one does not know it.</summary>
    /// <param name="step">A step of an execution history.</param>
    public static string After(object step) =>
        PowerShellValue.Unwrap(step) is ExecutionStep { ParentId: { } parent } live && live.History.Find(parent) is { } before
            ? DisplayText.Word(before, "StateName")
            : "";
}
