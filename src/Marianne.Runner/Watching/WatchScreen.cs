using System.Globalization;
using System.Text;

namespace Marianne.Watching;

/// <summary>Shows frames on the alternate screen of a console. Only lines that changed are written.</summary>
internal sealed class WatchScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[2J"; // The alternate screen, no cursor, no wrapped lines.
    private const string Leave = "\e[0m\e[?7h\e[?25h\e[?1049l";

    private readonly IWatchConsole _console;
    private IReadOnlyList<string> _shown = [];

    /// <summary>The size of the console when the last frame was shown.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Opens the screen.</summary>
    /// <param name="console">The console.</param>
    public WatchScreen(IWatchConsole console)
    {
        _console = console;
        console.Write(Enter);
    }

    /// <summary>Shows a frame.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="size">The size of the console.</param>
    public void Show(IReadOnlyList<string> lines, (int Width, int Height) size)
    {
        var text = new StringBuilder();
        if (size != Size)
        {
            (Size, _shown) = (size, []);
            text.Append("\e[2J");
        }

        for (int row = 0; row < lines.Count; row++)
        {
            // Erased before it is written: at the end of a line that is as wide as the screen, that would erase the last character.
            if (row >= _shown.Count || _shown[row] != lines[row])
                text.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H\e[K{lines[row]}");
        }

        _shown = lines;
        if (text.Length > 0)
            _console.Write(text.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _console.Write(Leave);
}
