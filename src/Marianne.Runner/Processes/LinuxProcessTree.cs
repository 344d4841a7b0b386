using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>
/// A process and every process that it started, according to /proc: its descendants, and all processes with its tag, in any
/// session and under any parent. A member stays a member when its parent has ended.
/// </summary>
/// <param name="root">The process, or <c>null</c> if it has already exited.</param>
/// <param name="tag">The tag of the process, or <c>null</c> if it has none.</param>
internal sealed partial class LinuxProcessTree(LinuxProcessInfo? root, ProcessTag? tag)
{
    /// <summary>The time that a process has to end after SIGTERM.</summary>
    internal static readonly TimeSpan TerminateTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The time that a process has to end after SIGKILL. It may be blocked, for example by a broken disk.</summary>
    internal static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The time for which a process that may be a member is polled.</summary>
    private static readonly TimeSpan UnsureTimeout = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly HashSet<LinuxProcessInfo.Identity> _known = root is null ? [] : [root.Id];

    /// <summary>Indicates whether any member is alive.</summary>
    public bool Any => Living().Count > 0;

    /// <summary>
    /// Indicates whether the last search found a process that may be a member: while a process executes another program, it
    /// briefly has no environment, and so no tag.
    /// </summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Adds a process and every process that it started.</summary>
    /// <param name="process">The process.</param>
    public void Add(LinuxProcessInfo process) => _known.Add(process.Id);

    /// <summary>Ends all members, first with SIGTERM, and after a timeout with SIGKILL.</summary>
    /// <param name="time">The clock of the timeout.</param>
    public async Task EndAsync(TimeProvider time)
    {
        Signal(LinuxSignal.Terminate);
        long asked = time.GetTimestamp();
        await PollUntilAsync(() => !Any || time.GetElapsedTime(asked) >= TerminateTimeout).ConfigureAwait(false);

        // This is repeated, because a member may start another process before it ends.
        long killed = Stopwatch.GetTimestamp();
        await PollUntilAsync(() =>
        {
            bool any = Signal(LinuxSignal.Kill);
            TimeSpan timeout = any ? KillTimeout : IsUnsure ? UnsureTimeout : TimeSpan.Zero;
            return Stopwatch.GetElapsedTime(killed) >= timeout;
        }).ConfigureAwait(false);
    }

    /// <summary>The end of a process does not depend on the clock of the run, so this uses the system's clock.</summary>
    private static async Task PollUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
            await Task.Delay(PollInterval).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to all living members. Returns whether there were any.</summary>
    /// <param name="signal">The signal.</param>
    public bool Signal(LinuxSignal signal)
    {
        List<LinuxProcessInfo> living = Living();
        foreach (LinuxProcessInfo process in living)
            _ = Kill(process.Id.Pid, (int)signal); // It may have ended since, or belong to another user.
        return living.Count > 0;
    }

    private List<LinuxProcessInfo> Living()
    {
        LinuxProcessInfo[] all = [.. LinuxProcessInfo.All().Where(process => !process.HasEnded)];
        if (tag is not null)
            FindTagged(all, tag);

        ILookup<int, LinuxProcessInfo> children = all.ToLookup(process => process.Parent);
        var open = new Queue<LinuxProcessInfo>(all.Where(process => _known.Contains(process.Id)));
        while (open.TryDequeue(out LinuxProcessInfo? parent))
        {
            foreach (LinuxProcessInfo child in children[parent.Id.Pid].Where(child => _known.Add(child.Id)))
                open.Enqueue(child);
        }

        return [.. all.Where(process => _known.Contains(process.Id))];
    }

    private void FindTagged(LinuxProcessInfo[] all, ProcessTag tag)
    {
        IsUnsure = false;
        foreach (LinuxProcessInfo process in all.Where(process => !_known.Contains(process.Id)))
        {
            byte[] environment = process.Environment();
            if (tag.IsIn(environment))
                _known.Add(process.Id);
            IsUnsure |= environment.Length == 0 && !process.IsOfKernel && process.Id.StartTick >= root?.Id.StartTick;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
