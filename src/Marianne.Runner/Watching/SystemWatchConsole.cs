using System.Text;

namespace Marianne.Watching;

/// <summary>The console of this process.</summary>
public sealed class SystemWatchConsole : IWatchConsole
{
    private const int DefaultWidth = 80;
    private const int DefaultHeight = 24;

    /// <inheritdoc/>
    public bool IsInteractive => !Console.IsOutputRedirected && !Console.IsInputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <inheritdoc/>
    public bool HasColor => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <inheritdoc/>
    public bool HasUnicode => Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage
        || Console.OutputEncoding.CodePage == Encoding.Unicode.CodePage;

    /// <inheritdoc/>
    public (int Width, int Height) Size =>
        (Console.WindowWidth is > 0 and var width ? width : DefaultWidth, Console.WindowHeight is > 0 and var height ? height : DefaultHeight);

    /// <inheritdoc/>
    public void Write(string text)
    {
        Console.Out.Write(text);
        Console.Out.Flush();
    }

    /// <inheritdoc/>
    public ConsoleKeyInfo? ReadKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null;
}
