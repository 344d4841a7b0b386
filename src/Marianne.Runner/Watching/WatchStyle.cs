using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>
/// How a watch looks: the colors of the terminal's own palette, which fit light and dark backgrounds, always with a word or a sign.
/// </summary>
/// <param name="hasColor">Indicates whether colors are shown.</param>
/// <param name="hasUnicode">Indicates whether characters beyond ASCII are shown.</param>
internal sealed class WatchStyle(bool hasColor, bool hasUnicode)
{
    private const string Red = "31";
    private const string Green = "32";
    private const string Yellow = "33";
    private const string Cyan = "36";
    private const string Faint = "2";
    private const string Strong = "1";
    private const string Inverse = "7";

    /// <summary>Indicates whether colors are shown.</summary>
    public bool HasColor => hasColor;

    /// <summary>Returns the same signs without colors.</summary>
    public WatchStyle WithoutColors() => new(hasColor: false, hasUnicode);

    /// <summary>The mark of a text that was shortened.</summary>
    public char Ellipsis => hasUnicode ? '\u2026' : '~';

    /// <summary>The mark of the selected row.</summary>
    public string Pointer => hasUnicode ? "\u203A " : "> ";

    /// <summary>Parts one text from the next.</summary>
    public string Dot => hasUnicode ? " \u00B7 " : " - ";

    /// <summary>The keys that select another row.</summary>
    public string Arrows => hasUnicode ? "\u2191\u2193" : "Up/Down";

    /// <summary>A line from one side to the other.</summary>
    public char Rule => hasUnicode ? '\u2500' : '-';

    /// <summary>Returns a title.</summary>
    public string Title(string text) => Paint(text, Strong);

    /// <summary>Returns a text of less importance.</summary>
    public string Muted(string text) => Paint(text, Faint);

    /// <summary>Returns a text that needs attention.</summary>
    public string Warning(string text) => Paint(text, Yellow);

    /// <summary>Returns the selected row.</summary>
    public string Selected(string text) => hasColor ? Paint(text, Inverse) : text;

    /// <summary>Returns the sign of a status.</summary>
    public string SignOf(SheetStatus status) => status switch
    {
        SheetStatus.Completed => hasUnicode ? "\u2713" : "+",
        SheetStatus.Failed => hasUnicode ? "\u2717" : "x",
        SheetStatus.InProgress => hasUnicode ? "\u25CF" : "*",
        SheetStatus.Waiting or SheetStatus.RetryScheduled or SheetStatus.Fermata => hasUnicode ? "\u2026" : "~",
        SheetStatus.Skipped or SheetStatus.Cancelled => hasUnicode ? "\u2013" : "-",
        _ => hasUnicode ? "\u00B7" : ".",
    };

    /// <summary>Returns a text in the color of a status.</summary>
    public string Of(SheetStatus status, string text) => status switch
    {
        SheetStatus.Completed => Paint(text, Green),
        SheetStatus.Failed => Paint(text, Red),
        SheetStatus.InProgress => Paint(text, Cyan),
        SheetStatus.Waiting or SheetStatus.RetryScheduled or SheetStatus.Fermata => Paint(text, Yellow),
        SheetStatus.Pending or SheetStatus.Skipped or SheetStatus.Cancelled => Muted(text),
        _ => text,
    };

    /// <summary>Returns a text in the color of the status of a job.</summary>
    public string Of(Job job, string text) => job.Status switch
    {
        JobStatus.Running when job.IsZombie => Paint(text, Red),
        _ when job.MissingAbilities.Count > 0 => Warning(text),
        JobStatus.Running => Paint(text, Cyan),
        JobStatus.Completed => Paint(text, Green),
        JobStatus.Failed => Paint(text, Red),
        JobStatus.Pending or JobStatus.Cancelled => Muted(text),
        _ => Warning(text),
    };

    /// <summary>The mark of a row whose items are shown, or are not.</summary>
    public string FoldOf(bool isOpen) => (hasUnicode, isOpen) switch
    {
        (true, true) => "\u25BE ",
        (true, false) => "\u25B8 ",
        (false, true) => "- ",
        (false, false) => "+ ",
    };

    /// <summary>Returns a bar of the sheets of a job: finished, failed, running, and the others.</summary>
    /// <param name="counts">How many are in each status; <c>null</c> if that is not known.</param>
    /// <param name="width">The number of cells.</param>
    /// <param name="hasColors">Indicates whether the parts have colors: not in a selected row.</param>
    public string Bar(JobCounts? counts, int width, bool hasColors = true)
    {
        if (counts is null)
            return new string(' ', width);

        (int finished, int all) = counts.Progress;
        return Bar(all, finished, counts[SheetStatus.Failed], counts[SheetStatus.InProgress], width, hasColors);
    }

    /// <summary>Returns a bar of items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="width">The number of cells.</param>
    /// <param name="hasColors">Indicates whether the parts have colors: not in a selected row.</param>
    public string Bar(WatchedItems items, int width, bool hasColors) => Bar(
        items.Sheets.Count, items.Finished, items[SheetStatus.Failed], items[SheetStatus.InProgress], width, hasColors);

    private string Bar(int all, int finished, int ofFailed, int ofRunning, int width, bool hasColors)
    {
        if (all == 0)
            return new string(' ', width);

        int failed = Math.Min(Cells(ofFailed), width - Math.Min(ofRunning, 1));
        int running = Math.Min(Cells(ofRunning), width - failed);
        int done = Math.Clamp((int)((long)width * finished / all), 0, Math.Max(0, width - running - failed));
        int rest = Math.Max(0, width - done - failed - running);
        return Part(hasUnicode ? '\u2588' : '#', done, SheetStatus.Completed) + Part(hasUnicode ? '\u2588' : 'x', failed, SheetStatus.Failed)
            + Part(hasUnicode ? '\u2593' : '*', running, SheetStatus.InProgress) + Part(hasUnicode ? '\u2591' : '.', rest, SheetStatus.Pending);

        // What there is at all has at least one cell.
        int Cells(int sheets) => sheets == 0 ? 0 : Math.Max((int)((long)width * sheets / all), 1);

        string Part(char sign, int cells, SheetStatus status)
        {
            string part = new(sign, cells);
            return hasColors ? Of(status, part) : part;
        }
    }

    private string Paint(string text, string code) => hasColor && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
