using System.Globalization;
using Marianne.Durations;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Formats events as lines: the time, the sheet, the event and the message.</summary>
/// <param name="plan">The plan of the run.</param>
/// <param name="isVerbose">Indicates whether the output lines of sheets are included.</param>
/// <param name="hasColor">Indicates whether important events are colored.</param>
internal sealed class EventLog(JobPlan plan, bool isVerbose, bool hasColor)
{
    private const int MaximumNameLength = 24;
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Reset = "\e[0m";

    private readonly Dictionary<int, string> _names = plan.Sheets.ToDictionary(sheet => sheet.Number, NameOf);
    private readonly int _width = Math.Min(MaximumNameLength, plan.Sheets.Max(sheet => NameOf(sheet).Length));

    /// <summary>Formats an event, or returns <c>null</c> if it is not shown.</summary>
    public string? LineOf(JobEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (WordOf(happened.Kind) is not { } word)
            return null;

        string sheet = happened.SheetNumber is { } number ? _names.GetValueOrDefault(number, $"{number}") : "";
        string time = happened.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string label = $"{word,-11}";
        if (hasColor && ColorOf(happened.Kind) is { } color)
            label = $"{color}{label}{Reset}";
        return $"{time}  {Fit(sheet)}  {label}  {MessageOf(happened)}".TrimEnd();
    }

    private string? WordOf(JobEventKind kind) => kind switch
    {
        JobEventKind.JobStarted or JobEventKind.SheetStarted => "started",
        JobEventKind.JobResumed => "resumed",
        JobEventKind.SheetCompleted => "completed",
        JobEventKind.SheetSkipped => "skipped",
        JobEventKind.SheetFailed => "failed",
        JobEventKind.SheetRetrying => "retrying",
        JobEventKind.SheetCompleting => "completing",
        JobEventKind.SheetWaiting or JobEventKind.JobWaiting => "waiting",
        JobEventKind.SheetInterrupted => "interrupted",
        JobEventKind.Warning => "warning",
        JobEventKind.SheetOutput => isVerbose ? "output" : null,
        _ => null, // ResultReporter reports the end of the job.
    };

    private static string? ColorOf(JobEventKind kind) => kind switch
    {
        JobEventKind.SheetCompleted => Green,
        JobEventKind.SheetFailed => Red,
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

    private string Fit(string sheet) => TextTruncation.First(sheet, _width).PadRight(_width);

    private static string NameOf(PlannedSheet sheet) =>
        TerminalText.Name(sheet.Name == $"{sheet.Number}" ? sheet.Name : $"{sheet.Number} {sheet.Name}");
}
