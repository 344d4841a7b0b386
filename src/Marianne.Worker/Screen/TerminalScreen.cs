using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Writes lines to a terminal, and under them how far the job has come, over and over on one line.</summary>
internal sealed class TerminalScreen : IScreen
{
    private const string Erase = "\r\e[K";
    private const string WrapOff = "\e[?7l";
    private const string WrapOn = "\e[?7h";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly LineScreen _lines;
    private readonly TextWriter _output;
    private readonly EventLog _log;
    private readonly ProgressLine _progress;
    private readonly Func<int> _width;
    private readonly ITimer _timer;
    private string _shown = "";
    private bool _isOver;

    /// <summary>Opens it.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="log">Makes lines.</param>
    /// <param name="progress">Makes the line of how far the job has come.</param>
    /// <param name="width">How many columns the terminal has now.</param>
    /// <param name="time">The clock.</param>
    public TerminalScreen(TextWriter output, EventLog log, ProgressLine progress, Func<int> width, TimeProvider time)
    {
        _output = output;
        _lines = new LineScreen(output, log);
        _log = log;
        _progress = progress;
        _width = width;
        _timer = time.CreateTimer(_ => Draw(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Show(JobEvent happened)
    {
        lock (_gate)
        {
            _progress.Note(happened);
            if (_log.LineOf(happened) is { } line)
                Say(line);
        }
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        lock (_gate)
        {
            Write("");
            _lines.Say(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Write("");
        }

        _timer.Dispose();
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (!_isOver)
                Write(_progress.Text(_width() - 1));
        }
    }

    private void Write(string text)
    {
        if (text == _shown)
            return;

        _shown = text;
        try
        {
            // A line that is too wide after all, as of wide characters, is cut and does not scroll the screen.
            _output.Write(text.Length == 0 ? Erase : $"{WrapOff}{Erase}{text}{WrapOn}");
            _output.Flush();
        }
        catch (IOException)
        {
            // The terminal was closed: the job goes on, or is paused by the signal that says so.
        }
    }
}
