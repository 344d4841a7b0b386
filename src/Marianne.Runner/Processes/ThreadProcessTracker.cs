using System.Globalization;

namespace Marianne.Processes;

/// <summary>
/// The programs that one thread of this process started, and all that those started: what a script runs belongs to its
/// thread, while other scripts run others. Only Linux tells who started what; elsewhere there are none.
/// </summary>
public sealed class ThreadProcessTracker
{
    private readonly LinuxProcessTree _members = new(root: null, mark: null);
    private readonly string? _children;

    private ThreadProcessTracker(string? children) => _children = children;

    /// <summary>Those of the thread that calls this.</summary>
    public static ThreadProcessTracker OfThisThread()
    {
        string? thread = OperatingSystem.IsLinux() ? new FileInfo("/proc/thread-self").LinkTarget : null;
        return new ThreadProcessTracker(thread is null ? null : $"/proc/{thread}/children");
    }

    /// <summary>
    /// Takes note of those that there are now: when a parent is gone, nothing tells any more whose its children are.
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

    /// <summary>Ends those that were found and what they have started since: asks first, and kills after a grace.</summary>
    /// <param name="time">The clock of the grace.</param>
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
            return []; // The thread has ended, or this kernel does not tell.
        }
    }
}
