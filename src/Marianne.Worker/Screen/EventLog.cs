using System.Globalization;
using Marianne.Durations;
using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Makes lines of events: the time, the sheet, what happened, and the message.</summary>
/// <param name="plan">What is played.</param>
/// <param name="isVerbose">Whether what sheets write gets lines too.</param>
/// <param name="hasColour">Whether what matters stands out.</param>
internal sealed class EventLog(JobPlan plan, bool isVerbose, bool hasColour)
{
    private const int LongestName = 24;
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Plain = "\e[0m";

    private readonly Dictionary<int, string> _names = plan.Sheets.ToDictionary(sheet => sheet.Number, NameOf);
    private readonly int _width = Math.Min(LongestName, plan.Sheets.Max(sheet => NameOf(sheet).Length));

    /// <summary>The line of an event; nothing when it gets none.</summary>
    public string? LineOf(JobEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (WordOf(happened.Kind) is not { } word)
            return null;

        string sheet = happened.SheetNumber is { } number ? _names.GetValueOrDefault(number, $"{number}") : "";
        string time = happened.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string what = $"{word,-11}";
        if (hasColour && ColourOf(happened.Kind) is { } colour)
            what = $"{colour}{what}{Plain}";
        return $"{time}  {Fit(sheet)}  {what}  {MessageOf(happened)}".TrimEnd();
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
        JobEventKind.SheetWaiting => "waiting",
        JobEventKind.SheetInterrupted => "interrupted",
        JobEventKind.Warning => "warning",
        JobEventKind.SheetOutput => isVerbose ? "output" : null,
        _ => null, // How the job ended is told when it has.
    };

    private static string? ColourOf(JobEventKind kind) => kind switch
    {
        JobEventKind.SheetCompleted => Green,
        JobEventKind.SheetFailed => Red,
        JobEventKind.SheetRetrying or JobEventKind.SheetCompleting or JobEventKind.SheetWaiting
            or JobEventKind.SheetInterrupted or JobEventKind.Warning => Yellow,
        _ => null,
    };

    private static string MessageOf(JobEvent happened) => happened switch
    {
        { Kind: JobEventKind.SheetStarted } => happened.Attempt > 1 ? $"attempt {happened.Attempt}" : "",
        { Kind: JobEventKind.SheetCompleted, Duration: { } duration } =>
            $"in {DurationFormatter.Of(duration)}" + (happened.Cost is { } cost ? $", for {Dollars.Of(cost)}" : ""),
        _ => TerminalText.Of(happened.Message),
    };

    private string Fit(string sheet) => sheet.Length > _width ? sheet[.._width] : sheet.PadRight(_width);

    private static string NameOf(PlannedSheet sheet) =>
        TerminalText.Of(sheet.Name == $"{sheet.Number}" ? sheet.Name : $"{sheet.Number} {sheet.Name}");
}
