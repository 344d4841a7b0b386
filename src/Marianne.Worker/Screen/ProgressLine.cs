using Marianne.Durations;
using Marianne.Running;

namespace Marianne.Worker;

/// <summary>How far a job has come, on one line: done of total, what runs, what waits, cost, time so far and time left.</summary>
internal sealed class ProgressLine
{
    private const int MostNamed = 4;
    private const string Gap = "  ";

    private readonly RunProgress _progress;
    private readonly Dictionary<int, string> _names;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly long _started;

    /// <summary>Begins to count the time.</summary>
    /// <param name="plan">What is played.</param>
    /// <param name="time">The clock.</param>
    public ProgressLine(JobPlan plan, TimeProvider time)
    {
        _progress = new RunProgress(plan);
        _names = plan.Sheets.ToDictionary(sheet => sheet.Number, sheet => TerminalText.Of(sheet.Name));
        _name = TerminalText.Of(plan.Name);
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Takes note of an event.</summary>
    public void Note(JobEvent happened) => _progress.Note(happened);

    /// <summary>The line; what matters least is left out of one that would be too long.</summary>
    /// <param name="width">How many characters it may have.</param>
    public string Text(int width)
    {
        // In the order in which they stand, each with its weight: the lightest goes first.
        (int Weight, string? Text)[] parts =
        [
            (1, _name),
            (9, Done),
            (5, Running),
            (6, _progress.WaitingText),
            (4, _progress.Cost > 0 ? Dollars.Of(_progress.Cost) : null),
            (2, Seconds(_time.GetElapsedTime(_started))),
            (3, _progress.TimeLeft is { } left ? $"about {Seconds(left)} left" : null),
        ];
        List<(int Weight, string Text)> shown = [.. parts.Where(part => part.Text is not null).Select(part => (part.Weight, part.Text!))];
        while (shown.Count > 1 && Length(shown) > width)
            shown.Remove(shown.MinBy(part => part.Weight));

        string line = string.Join(Gap, shown.Select(part => part.Text));
        return line.Length <= width ? line : line[..Math.Max(width, 0)];
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
        : string.Join(", ", _progress.Running.Take(MostNamed).Select(number => _names.GetValueOrDefault(number, $"{number}")))
            + (_progress.Running.Count > MostNamed ? $" and {_progress.Running.Count - MostNamed} more" : "");

    /// <summary>Tenths of seconds only make a line flicker.</summary>
    private static string Seconds(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? $"{(int)span.TotalSeconds} s" : DurationFormatter.Of(span);

    private static int Length(List<(int Weight, string Text)> parts) =>
        parts.Sum(part => part.Text.Length) + Gap.Length * (parts.Count - 1);
}
