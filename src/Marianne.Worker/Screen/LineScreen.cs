using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Writes one line for each event, for example to a log.</summary>
/// <param name="output">The standard output.</param>
/// <param name="log">Formats the lines.</param>
internal sealed class LineScreen(TextWriter output, EventLog log) : IScreen
{
    private readonly object _gate = new();

    /// <inheritdoc/>
    public void Show(JobEvent happened)
    {
        if (log.LineOf(happened) is { } line)
            WriteLine(line);
    }

    /// <inheritdoc/>
    public void WriteLine(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is nothing to release.
    }
}
