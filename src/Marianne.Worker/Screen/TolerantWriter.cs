using System.Text;

namespace Marianne.Worker;

/// <summary>
/// Writes to the standard output or error as long as that is possible. The terminal may be closed, the reader of a pipe may end,
/// or the disk of a log may be full: the job and the exit code do not depend on it.
/// </summary>
/// <param name="inner">The writer.</param>
/// <param name="failed">Is called once, when a write fails for the first time.</param>
internal sealed class TolerantWriter(TextWriter inner, Action<IOException>? failed = null) : TextWriter
{
    private int _failures;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException error)
        {
            // A later write is tried again: a disk may have space again.
            if (Interlocked.Increment(ref _failures) == 1)
                failed?.Invoke(error);
        }
    }
}
