using System.Runtime.InteropServices;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// A process and all that it started, as /proc tells: its children and theirs, and whatever has its mark, in whichever
/// session and under whichever parent. What was a member once stays one when its parent is gone.
/// </summary>
/// <param name="root">The process; nothing when it has exited already.</param>
/// <param name="mark">Its mark.</param>
internal sealed partial class LinuxProcesses(LinuxProcess? root, ProcessMark mark)
{
    private readonly HashSet<LinuxProcess.Identity> _known = root is null ? [] : [root.Id];

    /// <summary>Whether any of them lives.</summary>
    public bool Any => Living().Count > 0;

    /// <summary>
    /// Whether the last look saw one that may be of them: while a process becomes another program, it has for a moment no
    /// environment, and so no mark.
    /// </summary>
    public bool IsUnsure { get; private set; }

    /// <summary>Sends a signal to all that live; whether there were any.</summary>
    public bool Signal(LinuxSignal signal)
    {
        List<LinuxProcess> living = Living();
        foreach (LinuxProcess process in living)
            _ = Kill(process.Id.Pid, (int)signal); // It may have ended since, or belong to another user.
        return living.Count > 0;
    }

    private List<LinuxProcess> Living()
    {
        LinuxProcess[] all = [.. LinuxProcess.All().Where(process => !process.HasEnded)];
        IsUnsure = false;
        foreach (LinuxProcess process in all.Where(process => !_known.Contains(process.Id)))
        {
            byte[] environment = process.Environment();
            if (mark.IsIn(environment))
                _known.Add(process.Id);
            IsUnsure |= environment.Length == 0 && !process.IsOfKernel && process.Id.StartTick >= root?.Id.StartTick;
        }

        ILookup<int, LinuxProcess> children = all.ToLookup(process => process.Parent);
        var open = new Queue<LinuxProcess>(all.Where(process => _known.Contains(process.Id)));
        while (open.TryDequeue(out LinuxProcess? parent))
        {
            foreach (LinuxProcess child in children[parent.Id.Pid].Where(child => _known.Add(child.Id)))
                open.Enqueue(child);
        }

        return [.. all.Where(process => _known.Contains(process.Id))];
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
