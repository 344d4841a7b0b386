using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Chooses what shows the playing of a job.</summary>
internal static class ScreenFactory
{
    /// <summary>Some terminals do not say how wide they are.</summary>
    private const int UsualWidth = 80;

    /// <summary>Lines, and on a terminal how far the job has come as well.</summary>
    public static IScreen Open(TextWriter output, JobPlan plan, bool isVerbose)
    {
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool hasColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var log = new EventLog(plan, isVerbose, hasColour);
        return isTerminal
            ? new TerminalScreen(output, log, new ProgressLine(plan, TimeProvider.System), Width, TimeProvider.System)
            : new LineScreen(output, log);
    }

    private static int Width() => Console.WindowWidth is > 0 and var width ? width : UsualWidth;
}
