namespace Marianne.Watching;

/// <summary>The console on which jobs are watched.</summary>
public interface IWatchConsole
{
    /// <summary>Indicates whether a person sees the console and can press keys. Otherwise one line is written for each change.</summary>
    bool IsInteractive { get; }

    /// <summary>Indicates whether colors are shown.</summary>
    bool HasColor { get; }

    /// <summary>Indicates whether characters beyond ASCII are shown.</summary>
    bool HasUnicode { get; }

    /// <summary>The number of columns and rows.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Writes a text, which may contain escape sequences.</summary>
    /// <param name="text">The text.</param>
    void Write(string text);

    /// <summary>Returns the next key that was pressed, or <c>null</c> if there is none.</summary>
    ConsoleKeyInfo? ReadKey();
}
