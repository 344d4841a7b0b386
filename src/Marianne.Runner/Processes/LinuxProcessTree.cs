using System.Diagnostics;

namespace Marianne.Processes;

/// <summary>
/// A process and every process that it started, according to /proc: its descendants, and all processes with its tag or in its
/// session, under any parent. A member stays a member when its parent has ended.
/// </summary>
/// <param name="root">The process, or <c>null</c> if there are several.</param>
/// <param name="tag">The tag of the process, or <c>null</c> if it has none.</param>
internal sealed class LinuxProcessTree(LinuxProcessInfo? root, ProcessTag? tag)
{
    /// <summary>The time that a process has to end after SIGTERM.</summary>
    internal static readonly TimeSpan TerminateTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The time that a process has to end after SIGKILL. It may be blocked, for example by a broken disk.</summary>
    internal static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>The searches in a row that find no member, after which none is expected. On a busy machine they take longer.</summary>
    private const int UnsureSearches = 20;

    private const int NewestRounds = 50;
    private const int NewestCount = 4;

    /// <summary>A process can end while its commands are being ended, and then kills them on another thread.</summary>
    private readonly object _gate = new();
    private readonly HashSet<LinuxProcessInfo.Identity> _known = root is null ? [] : [root.Id];
    private readonly HashSet<LinuxProcessInfo.Identity> _ended = [];

    /// <summary>Indicates whether any member is alive.</summary>
    public bool Any => Living().Count > 0;

    /// <summary>
    /// Indicates whether the last search may have missed a member. While a process executes another program, it briefly has no
    /// environment, and so no tag. A process that ended after it was listed may have started another one, which was not listed.
    /// </summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Adds a process and every process that it started.</summary>
    /// <param name="process">The process.</param>
    public void Add(LinuxProcessInfo process) => _known.Add(process.Id);

    /// <summary>
    /// Ends all members, first with SIGTERM, and after a timeout with SIGKILL. Returns the members that are still alive.
    /// </summary>
    /// <param name="time">The clock of the timeout.</param>
    public async Task<IReadOnlyList<LinuxProcessInfo>> EndAsync(TimeProvider time)
    {
        Signal(LinuxSignal.Terminate);
        long asked = time.GetTimestamp();
        await PollUntilAsync(() => !Any || time.GetElapsedTime(asked) >= TerminateTimeout).ConfigureAwait(false);

        // This is repeated, because a member may start another process before it ends.
        long killed = Stopwatch.GetTimestamp();
        int searches = 0;
        IReadOnlyList<LinuxProcessInfo> left = [];
        await PollUntilAsync(() =>
        {
            if (KillFound(out left))
                return true;

            searches = KillNewest() || left.Count > 0 ? 0 : searches + 1;
            return Stopwatch.GetElapsedTime(killed) >= KillTimeout || searches >= UnsureSearches;
        }).ConfigureAwait(false);
        return left;
    }

    /// <summary>Kills all members without waiting for a timeout, for the end of this process.</summary>
    public void Kill()
    {
        for (int search = 0; search < UnsureSearches; search++)
        {
            if (KillFound(out _))
                return;
        }
    }

    /// <summary>Sends a signal to all living members, and returns them.</summary>
    /// <param name="signal">The signal.</param>
    public IReadOnlyList<LinuxProcessInfo> Signal(LinuxSignal signal)
    {
        List<LinuxProcessInfo> living = Living();
        foreach (LinuxProcessInfo process in living)
            _ = Libc.Kill(process.Id.Pid, (int)signal); // It may have ended since, or belong to another user.
        return living;
    }

    /// <summary>The end of a process does not depend on the clock of the run, so this uses the system's clock.</summary>
    private static async Task PollUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
            await Task.Delay(PollInterval).ConfigureAwait(false);
    }

    /// <summary>Kills all members that are found. Returns <c>true</c> if it is certain that there were none.</summary>
    /// <param name="left">The members that were alive.</param>
    private bool KillFound(out IReadOnlyList<LinuxProcessInfo> left)
    {
        KillGroup();
        left = Signal(LinuxSignal.Kill);
        return left.Count == 0 && !IsUnsure;
    }

    /// <summary>
    /// Kills the group of a command at once. A process that starts another one and exits, again and again, is never found one
    /// by one. The number of a group is not used again while it has members.
    /// </summary>
    private void KillGroup()
    {
        if (tag is not null && root is { Id: var id } && (LinuxProcessInfo.Find(id.Pid)?.Id ?? id) == id)
            _ = Libc.Kill(-id.Pid, (int)LinuxSignal.Kill);
    }

    /// <summary>
    /// Kills processes right after they started, so that they cannot start others in new groups faster than they are found. Returns
    /// <c>true</c> if there were any.
    /// </summary>
    private bool KillNewest()
    {
        bool killed = false;
        for (int round = 0; tag is not null && round < NewestRounds; round++)
        {
            int newest = LinuxProcessInfo.NewestId();
            for (int pid = newest; pid > newest - NewestCount; pid--)
            {
                if (LinuxProcessInfo.Find(pid) is { HasEnded: false } process && tag.IsInLimits(process.Limits()))
                    killed |= Libc.Kill(pid, (int)LinuxSignal.Kill) == 0;
            }
        }

        return killed;
    }

    private List<LinuxProcessInfo> Living()
    {
        lock (_gate)
            return FindLiving();
    }

    private List<LinuxProcessInfo> FindLiving()
    {
        LinuxProcessInfo?[] listed = [.. LinuxProcessInfo.Listed()];
        LinuxProcessInfo[] all = [.. listed.OfType<LinuxProcessInfo>().Where(process => !process.HasEnded)];
        if (tag is not null)
        {
            IsUnsure = listed.Contains(null) | HaveJustEnded(listed.OfType<LinuxProcessInfo>().Where(process => process.HasEnded), tag);
            FindTagged(all, tag);
        }

        ILookup<int, LinuxProcessInfo> children = all.ToLookup(process => process.Parent);
        var open = new Queue<LinuxProcessInfo>(all.Where(process => _known.Contains(process.Id)));
        while (open.TryDequeue(out LinuxProcessInfo? parent))
        {
            foreach (LinuxProcessInfo child in children[parent.Id.Pid].Where(child => _known.Add(child.Id)))
                open.Enqueue(child);
        }

        // The oldest first: a shell whose child is signaled before itself reports the child's end, or continues after it.
        return
        [
            .. all.Where(process => _known.Contains(process.Id))
                .OrderBy(process => process.Id.StartTick).ThenBy(process => process.Id.Pid),
        ];
    }

    /// <summary>
    /// Indicates whether a member ended since the last search, and its parent has not waited for it. It may have started a process after
    /// all were listed.
    /// </summary>
    private bool HaveJustEnded(IEnumerable<LinuxProcessInfo> ended, ProcessTag tag)
    {
        int count = _ended.Count;
        _ended.UnionWith(ended.Where(process => tag.IsInLimits(process.Limits())).Select(process => process.Id));
        return _ended.Count > count;
    }

    private void FindTagged(LinuxProcessInfo[] all, ProcessTag tag)
    {
        foreach (LinuxProcessInfo process in all.Where(process => !_known.Contains(process.Id)))
        {
            if (process.Session == root?.Id.Pid || tag.IsInLimits(process.Limits()))
            {
                _known.Add(process.Id);
                continue;
            }

            byte[] environment = process.Environment();
            if (tag.IsIn(environment))
                _known.Add(process.Id);
            IsUnsure |= environment.Length == 0 && !process.IsOfKernel && process.Id.StartTick >= root?.Id.StartTick;
        }
    }
}
