using System.Globalization;

namespace Marianne.Processes;

/// <summary>
/// Tracks the processes that one thread of this process started, and their descendants. Each script runs on a thread of its
/// own, so these are the processes of one script. Only Linux provides this information; elsewhere nothing is tracked.
/// </summary>
public sealed class ThreadProcessTracker
{
    private readonly LinuxProcessTree _members = new(root: null, tag: null);
    private readonly string? _children;

    private ThreadProcessTracker(string? children) => _children = children;

    /// <summary>Creates the tracker of the current thread.</summary>
    public static ThreadProcessTracker OfThisThread()
    {
        string? thread = LinuxProcessInfo.AreOurs ? new FileInfo("/proc/thread-self").LinkTarget : null;
        return new ThreadProcessTracker(thread is null ? null : $"/proc/{thread}/children");
    }

    /// <summary>
    /// Adds the processes that are running now. After a parent has ended, the origin of its child processes is unknown.
    /// </summary>
    public void Find()
    {
        foreach (int pid in Children())
        {
            if (LinuxProcessInfo.Find(pid) is { } process)
                _members.Add(process);
        }

        _ = _members.Any;
    }

    /// <summary>
    /// Ends the processes that were found and their descendants, first with SIGTERM, and after a timeout with SIGKILL.
    /// </summary>
    /// <param name="time">The clock of the timeout.</param>
    public Task EndAsync(TimeProvider time) => _children is null ? Task.CompletedTask : _members.EndAsync(time);

    private IEnumerable<int> Children()
    {
        try
        {
            if (_children is null)
                return [];

            string[] children = File.ReadAllText(_children).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. children.Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // The thread has ended, or this kernel does not provide the list.
        }
    }
}
