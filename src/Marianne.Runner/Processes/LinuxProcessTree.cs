using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>
/// A process and all that it started, as /proc tells: its children and theirs, and whatever has its mark, in whichever
/// session and under whichever parent. What was a member once stays one when its parent is gone.
/// </summary>
/// <param name="root">The process; nothing when it has exited already.</param>
/// <param name="mark">Its mark; nothing when it has none.</param>
internal sealed partial class LinuxProcessTree(LinuxProcessInfo? root, ProcessTag? mark)
{
    /// <summary>How long a process that was asked to end has for it.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long a process that was killed may still be there, as one may that waits for a broken disk.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long one that may be of them, or of somebody else, is looked at.</summary>
    private static readonly TimeSpan UnsurePatience = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    private readonly HashSet<LinuxProcessInfo.Identity> _known = root is null ? [] : [root.Id];

    /// <summary>Whether any of them lives.</summary>
    public bool Any => Living().Count > 0;

    /// <summary>
    /// Whether the last look saw one that may be of them: while a process becomes another program, it has for a moment no
    /// environment, and so no mark.
    /// </summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Takes in another, and whatever it started.</summary>
    public void Add(LinuxProcessInfo process) => _known.Add(process.Id);

    /// <summary>Ends them all: asks first, and kills what is still there after a grace.</summary>
    /// <param name="time">The clock of the grace.</param>
    public async Task EndAsync(TimeProvider time)
    {
        Signal(LinuxSignal.Terminate);
        long asked = time.GetTimestamp();
        await LookUntilAsync(() => !Any || time.GetElapsedTime(asked) >= Grace).ConfigureAwait(false);

        // Again and again: one may start another between our look and its end.
        long killed = Stopwatch.GetTimestamp();
        await LookUntilAsync(() =>
        {
            bool any = Signal(LinuxSignal.Kill);
            TimeSpan patience = any ? Patience : IsUnsure ? UnsurePatience : TimeSpan.Zero;
            return Stopwatch.GetElapsedTime(killed) >= patience;
        }).ConfigureAwait(false);
    }

    /// <summary>Processes end when they end, whatever the clock of this run says, so this waits on the real one.</summary>
    private static async Task LookUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
            await Task.Delay(LookInterval).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to all that live; whether there were any.</summary>
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
        if (mark is not null)
            FindMarked(all, mark);

        ILookup<int, LinuxProcessInfo> children = all.ToLookup(process => process.Parent);
        var open = new Queue<LinuxProcessInfo>(all.Where(process => _known.Contains(process.Id)));
        while (open.TryDequeue(out LinuxProcessInfo? parent))
        {
            foreach (LinuxProcessInfo child in children[parent.Id.Pid].Where(child => _known.Add(child.Id)))
                open.Enqueue(child);
        }

        return [.. all.Where(process => _known.Contains(process.Id))];
    }

    private void FindMarked(LinuxProcessInfo[] all, ProcessTag mark)
    {
        IsUnsure = false;
        foreach (LinuxProcessInfo process in all.Where(process => !_known.Contains(process.Id)))
        {
            byte[] environment = process.Environment();
            if (mark.IsIn(environment))
                _known.Add(process.Id);
            IsUnsure |= environment.Length == 0 && !process.IsOfKernel && process.Id.StartTick >= root?.Id.StartTick;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
