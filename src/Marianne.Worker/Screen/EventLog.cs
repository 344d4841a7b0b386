using System.Globalization;
using Marianne.Durations;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Formats events as lines: the time, the sheet, the event and the message.</summary>
/// <param name="labels">Names what an event is about.</param>
/// <param name="isVerbose">Indicates whether the output lines of sheets are included.</param>
/// <param name="hasColor">Indicates whether important events are colored.</param>
internal sealed class EventLog(IEventLabels labels, bool isVerbose, bool hasColor)
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Reset = "\e[0m";

    /// <summary>Formats an event, or returns <c>null</c> if it is not shown.</summary>
    public string? LineOf(JobEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (WordOf(happened.Kind) is not { } word)
            return null;

        string time = happened.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string label = $"{word,-11}";
        if (hasColor && ColorOf(happened.Kind) is { } color)
            label = $"{color}{label}{Reset}";
        return $"{time}  {Fit(labels.Of(happened))}  {label}  {MessageOf(happened)}".TrimEnd();
    }

    private string? WordOf(JobEventKind kind) => kind switch
    {
        JobEventKind.JobStarted or JobEventKind.SheetStarted => "started",
        JobEventKind.JobResumed => "resumed",
        JobEventKind.SheetCompleted => "completed",
        JobEventKind.SheetSkipped => "skipped",
        JobEventKind.SheetFailed => "failed",
        JobEventKind.SheetExpanded => "expanded",
        JobEventKind.SheetRetrying => "retrying",
        JobEventKind.SheetCompleting => "completing",
        JobEventKind.SheetWaiting or JobEventKind.JobWaiting => "waiting",
        JobEventKind.SheetInterrupted => "interrupted",
        JobEventKind.Warning => "warning",
        JobEventKind.SheetOutput => isVerbose ? "output" : null,
        JobEventKind.JobCompleted when labels.NameJobs => "completed",
        JobEventKind.JobFailed when labels.NameJobs => "failed",
        JobEventKind.JobPaused when labels.NameJobs => "paused",
        JobEventKind.JobCancelled when labels.NameJobs => "cancelled",
        _ => null, // ResultReporter reports the end of the only job.
    };

    private static string? ColorOf(JobEventKind kind) => kind switch
    {
        JobEventKind.SheetCompleted or JobEventKind.JobCompleted => Green,
        JobEventKind.SheetFailed or JobEventKind.JobFailed => Red,
        JobEventKind.SheetRetrying or JobEventKind.SheetCompleting or JobEventKind.SheetWaiting
            or JobEventKind.SheetInterrupted or JobEventKind.Warning => Yellow,
        _ => null,
    };

    private string MessageOf(JobEvent happened) => happened switch
    {
        { Kind: JobEventKind.SheetStarted } => happened.Attempt > 1 ? $"attempt {happened.Attempt}" : "",
        { Kind: JobEventKind.SheetCompleted, Duration: { } duration } =>
            $"in {DurationFormatter.Of(duration)}" + (happened.Cost is { } cost ? $", for {Dollars.Of(cost)}" : ""),
        { Kind: JobEventKind.SheetOutput } =>
            hasColor ? TerminalText.Output(happened.Message) : TerminalText.Message(happened.Message),
        _ => TerminalText.Summary(OptionText.OfMessage(happened.Message)),
    };

    private string Fit(string label) => TextTruncation.First(label, labels.Width).PadRight(labels.Width);
}
