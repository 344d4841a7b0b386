using System.Collections.Concurrent;

namespace Marianne.Processes;

/// <summary>
/// The commands that are running in this process. They have sessions of their own, so a terminal does not end them when it
/// ends this process.
/// </summary>
public sealed class RunningCommands : IDisposable
{
    private readonly ConcurrentDictionary<ProcessTree, bool> _trees = new();

    /// <summary>Held by commands while they start, and by <see cref="Kill"/>, which would otherwise miss them.</summary>
    private readonly ReaderWriterLockSlim _starting = new();

    internal RunningCommands()
    {
    }

    /// <summary>The commands of this process.</summary>
    public static RunningCommands OfThisProcess { get; } = new();

    /// <summary>Kills all commands and the processes that they started. Call it when this process ends without a pause.</summary>
    public void Kill()
    {
        _starting.EnterWriteLock();
        try
        {
            foreach (ProcessTree tree in _trees.Keys)
                tree.Kill();
        }
        finally
        {
            _starting.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _starting.Dispose();

    /// <summary>Starts a command, and adds it until the result is disposed.</summary>
    /// <param name="start">Starts the command, and returns its processes, or <c>null</c> if it was not started.</param>
    internal IDisposable Start(Func<ProcessTree?> start)
    {
        _starting.EnterReadLock();
        try
        {
            ProcessTree? tree = start();
            if (tree is not null)
                _trees[tree] = true;
            return new Entry(_trees, tree);
        }
        finally
        {
            _starting.ExitReadLock();
        }
    }

    private sealed record Entry(ConcurrentDictionary<ProcessTree, bool> Trees, ProcessTree? Tree) : IDisposable
    {
        public void Dispose()
        {
            if (Tree is not null)
                Trees.TryRemove(Tree, out _);
        }
    }
}
