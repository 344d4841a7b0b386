using System.ComponentModel;
using System.Diagnostics;

namespace Marianne.Processes;

/// <summary>The process of a command and every process that it started.</summary>
internal sealed class ProcessTree
{
    private readonly Process _process;
    private readonly LinuxProcessTree? _members;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance for a process that has just been started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <param name="time">The clock of the timeouts.</param>
    public ProcessTree(Process process, ProcessTag tag, TimeProvider time)
    {
        _process = process;
        _members = OperatingSystem.IsLinux() ? new LinuxProcessTree(LinuxProcessInfo.Find(process.Id), tag) : null;
        _time = time;
        Exit = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Completes when the process itself has exited.</summary>
    public Task Exit { get; }

    /// <summary>Ends all processes of the tree. On Linux they are first asked to end, and killed after a timeout.</summary>
    public async Task EndAsync()
    {
        if (_members is null)
            Kill();
        else
            await _members.EndAsync(_time).ConfigureAwait(false);

        await Task.WhenAny(Exit, Task.Delay(LinuxProcessTree.KillTimeout)).ConfigureAwait(false);
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The process has ended meanwhile, or a child process belongs to another user.
        }
    }
}
