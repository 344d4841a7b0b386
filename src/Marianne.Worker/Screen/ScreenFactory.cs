using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Creates the screen that shows the progress of a run.</summary>
internal static class ScreenFactory
{
    /// <summary>The width of terminals that do not report their width.</summary>
    private const int DefaultWidth = 80;

    /// <summary>Creates a screen that writes lines and, on a terminal, also shows the progress.</summary>
    public static IScreen Create(TextWriter output, JobPlan plan, bool isVerbose)
    {
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool hasColor = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var log = new EventLog(plan, isVerbose, hasColor);
        return isTerminal
            ? new TerminalScreen(output, log, new ProgressLine(plan, TimeProvider.System), Width, TimeProvider.System)
            : new LineScreen(output, log);
    }

    private static int Width() => Console.WindowWidth is > 0 and var width ? width : DefaultWidth;
}
