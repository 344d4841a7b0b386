using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Watching;

namespace Marianne.Runner.Tests.Watching;

/// <summary>A console whose keys a test presses, and whose screen it reads. It follows the escape sequences that a watch uses.</summary>
internal sealed partial class FakeConsole : IWatchConsole
{
    private const string Erase = "\e[K";

    private readonly ConcurrentQueue<ConsoleKeyInfo> _keys = [];
    private readonly Lock _gate = new();
    private string[] _screen = [];

    public bool IsInteractive => true;

    public bool HasColor { get; init; }

    public bool HasUnicode { get; init; }

    public (int Width, int Height) Size { get; set; } = (80, 24);

    /// <summary>Everything that was written.</summary>
    public string Written { get; private set; } = "";

    /// <summary>Called when no key is left. The watch asks ten times in a second.</summary>
    public Action OnIdle { get; set; } = () => { };

    /// <summary>The lines of the screen, without colors.</summary>
    public IReadOnlyList<string> Screen
    {
        get
        {
            lock (_gate)
                return [.. _screen];
        }
    }

    public void Press(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
            _keys.Enqueue(new ConsoleKeyInfo(key == ConsoleKey.Enter ? '\r' : '\0', key, false, false, false));
    }

    public void Type(string text)
    {
        foreach (char letter in text)
            _keys.Enqueue(new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false));
    }

    public ConsoleKeyInfo? ReadKey()
    {
        if (_keys.TryDequeue(out ConsoleKeyInfo key))
            return key;
        OnIdle();
        return null;
    }

    public void Write(string text)
    {
        lock (_gate)
        {
            Written += text;
            if (text.Contains("\e[2J", StringComparison.Ordinal))
                _screen = [.. Enumerable.Repeat("", Size.Height)];
            foreach (Match line in Line().Matches(text))
            {
                int row = int.Parse(line.Groups["row"].Value, CultureInfo.InvariantCulture) - 1;
                _screen[row] = Shown(Color().Replace(line.Groups["text"].Value, ""));
            }
        }
    }

    /// <summary>
    /// Returns what is seen of a line. After the last cell, the cursor stays on it, so that a terminal that then erases the rest of
    /// the line erases that cell.
    /// </summary>
    private string Shown(string line)
    {
        bool isErasedAfter = line.EndsWith(Erase, StringComparison.Ordinal);
        string text = line.Replace(Erase, "", StringComparison.Ordinal);
        return isErasedAfter && text.Length >= Size.Width ? text[..(Size.Width - 1)] : text;
    }

    [GeneratedRegex(@"\e\[(?<row>\d+);1H(?<text>.*?)(?=\e\[\d+;1H|$)")]
    private static partial Regex Line();

    [GeneratedRegex(@"\e\[\d*m")]
    private static partial Regex Color();
}
