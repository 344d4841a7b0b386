namespace Marianne.Processes;

/// <summary>The process of a command that was started, with its pipes.</summary>
internal abstract class CommandProcess : IDisposable
{
    /// <summary>The process id.</summary>
    public abstract int Id { get; }

    /// <summary>The process according to /proc, as it was right after its start, also if it has exited since; <c>null</c> without /proc.</summary>
    public virtual LinuxProcessInfo? Info => null;

    /// <summary>The standard input of the command, or <c>null</c> if it has none.</summary>
    public abstract Stream? Input { get; }

    /// <summary>The output of the command: one stream if standard output and standard error are joined.</summary>
    public abstract IReadOnlyList<Stream> Outputs { get; }

    /// <summary>
    /// Completes when the process has exited, with its exit code: 128 plus the signal's number after a signal, and <c>null</c>
    /// if the exit code was lost.
    /// </summary>
    public abstract Task<int?> Exit { get; }

    /// <summary>Kills the process and the processes that are known to be its descendants.</summary>
    public abstract void Kill();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the process.</summary>
    /// <param name="disposing">Indicates whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
