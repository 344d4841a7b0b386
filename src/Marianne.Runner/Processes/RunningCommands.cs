using System.Collections.Concurrent;

namespace Marianne.Processes;

/// <summary>
/// The commands that are running in this process. They have sessions of their own, so a terminal does not end them when it
/// ends this process.
/// </summary>
public static class RunningCommands
{
    private static readonly ConcurrentDictionary<ProcessTree, bool> All = new();

    /// <summary>Kills all commands and the processes that they started. Call it when this process ends without a pause.</summary>
    public static void Kill()
    {
        foreach (ProcessTree tree in All.Keys)
            tree.Kill();
    }

    /// <summary>Adds a command until the result is disposed.</summary>
    /// <param name="tree">The processes of the command.</param>
    internal static IDisposable Add(ProcessTree tree)
    {
        All[tree] = true;
        return new Entry(tree);
    }

    private sealed record Entry(ProcessTree Tree) : IDisposable
    {
        public void Dispose() => All.TryRemove(Tree, out _);
    }
}
