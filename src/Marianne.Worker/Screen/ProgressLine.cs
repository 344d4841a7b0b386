using Marianne.Durations;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>
/// The progress of a run on one line: done and total sheets, running and waiting sheets, cost, elapsed and remaining time.
/// </summary>
internal sealed class ProgressLine
{
    private const int MaximumNames = 4;
    private const string Gap = "  ";

    private readonly RunProgress _progress;
    private readonly Dictionary<int, string> _names;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly long _started;

    /// <summary>Starts to measure the elapsed time.</summary>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="time">The clock.</param>
    public ProgressLine(JobPlan plan, TimeProvider time)
    {
        _progress = new RunProgress(plan);
        _names = plan.Sheets.ToDictionary(sheet => sheet.Number, sheet => TerminalText.Name(sheet.Name));
        _name = TerminalText.Name(plan.Name);
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Updates the progress from an event.</summary>
    public void Update(JobEvent happened) => _progress.Note(happened);

    /// <summary>Returns the line. The least important parts are omitted if it would be too long.</summary>
    /// <param name="width">The maximum number of characters.</param>
    public string Text(int width)
    {
        // In display order. The part with the lowest priority is omitted first.
        (int Priority, string? Text)[] parts =
        [
            (1, _name),
            (9, Done),
            (5, Running),
            (6, _progress.WaitingText),
            (4, _progress.Cost > 0 ? Dollars.Of(_progress.Cost) : null),
            (2, Seconds(_time.GetElapsedTime(_started))),
            (3, _progress.TimeLeft(_time.GetUtcNow()) is { } left ? $"about {Seconds(left)} left" : null),
        ];
        List<(int Priority, string Text)> shown =
            [.. parts.Where(part => part.Text is not null).Select(part => (part.Priority, part.Text!))];
        while (shown.Count > 1 && Length(shown) > width)
            shown.Remove(shown.MinBy(part => part.Priority));

        string line = string.Join(Gap, shown.Select(part => part.Text));
        return TextTruncation.First(line, Math.Max(width, 0));
    }

    private string Done
    {
        get
        {
            (int finished, int total) = _progress.Sheets;
            int percent = total == 0 ? 0 : 100 * finished / total;
            return $"{finished}/{total} {percent} %";
        }
    }

    private string? Running => _progress.Running.Count == 0
        ? null
        : string.Join(", ", _progress.Running.Take(MaximumNames).Select(number => _names.GetValueOrDefault(number, $"{number}")))
            + (_progress.Running.Count > MaximumNames ? $" and {_progress.Running.Count - MaximumNames} more" : "");

    /// <summary>Formats a duration without fractions of a second, which would flicker.</summary>
    private static string Seconds(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? $"{(int)span.TotalSeconds} s" : DurationFormatter.Of(span);

    private static int Length(List<(int Priority, string Text)> parts) =>
        parts.Sum(part => part.Text.Length) + Gap.Length * (parts.Count - 1);
}
