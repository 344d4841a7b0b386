using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Writes lines to a terminal, and below them a progress line that is updated in place.</summary>
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
    private bool _isDisposed;

    /// <summary>Creates a screen.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="log">Formats the lines.</param>
    /// <param name="progress">Formats the progress line.</param>
    /// <param name="width">Returns the current number of columns of the terminal.</param>
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
            _progress.Update(happened);
            if (_log.LineOf(happened) is { } line)
                WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void WriteLine(string line)
    {
        lock (_gate)
        {
            Write("");
            _lines.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Write("");
        }

        _timer.Dispose();
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                Write(_progress.Text(_width() - 1));
        }
    }

    private void Write(string text)
    {
        if (text == _shown)
            return;

        // A line that is still too wide, for example because of wide characters, is cut off and does not wrap.
        _shown = text;
        _output.Write(text.Length == 0 ? Erase : $"{WrapOff}{Erase}{text}{WrapOn}");
        _output.Flush();
    }
}
