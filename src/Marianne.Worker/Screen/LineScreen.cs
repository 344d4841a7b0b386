using Marianne.Running;

namespace Marianne.Worker;

/// <summary>Writes lines, for a log.</summary>
/// <param name="output">Gets them.</param>
/// <param name="log">Makes them.</param>
internal sealed class LineScreen(TextWriter output, EventLog log) : IScreen
{
    private readonly object _gate = new();

    /// <inheritdoc/>
    public void Show(JobEvent happened)
    {
        if (log.LineOf(happened) is { } line)
            Say(line);
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        lock (_gate)
        {
            try
            {
                output.WriteLine(line);
            }
            catch (IOException)
            {
                // Nobody reads it any more, or the disk of the log is full: the job goes on all the same.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // What was written is written.
    }
}
