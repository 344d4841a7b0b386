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
        var log = new EventLog(new SheetLabels(plan), isVerbose, HasColor);
        return IsTerminal
            ? new TerminalScreen(output, log, new ProgressLine(plan, TimeProvider.System), Width, TimeProvider.System)
            : new LineScreen(output, log);
    }

    /// <summary>Creates the log of a worker that runs sheets of any job.</summary>
    public static EventLog LogOfQueue(bool isVerbose) => new(new JobLabels(), isVerbose, HasColor);

    private static bool IsTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static bool HasColor => IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static int Width() => Console.WindowWidth is > 0 and var width ? width : DefaultWidth;
}
