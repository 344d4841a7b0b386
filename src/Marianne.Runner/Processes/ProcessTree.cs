using System.ComponentModel;
using System.Diagnostics;

namespace Marianne.Processes;

/// <summary>A command and all that it started.</summary>
internal sealed class ProcessTree
{
    private readonly Process _process;
    private readonly LinuxProcessTree? _members;
    private readonly TimeProvider _time;

    /// <summary>The tree of a process that has just been started.</summary>
    public ProcessTree(Process process, ProcessTag mark, TimeProvider time)
    {
        _process = process;
        _members = OperatingSystem.IsLinux() ? new LinuxProcessTree(LinuxProcessInfo.Find(process.Id), mark) : null;
        _time = time;
        Exit = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Is done when the process itself has exited.</summary>
    public Task Exit { get; }

    /// <summary>Ends all of it: asks first, and kills what is still there after a grace.</summary>
    public async Task EndAsync()
    {
        if (_members is null)
            KillAtOnce();
        else
            await _members.EndAsync(_time).ConfigureAwait(false);

        await Task.WhenAny(Exit, Task.Delay(LinuxProcessTree.Patience)).ConfigureAwait(false);
    }

    private void KillAtOnce()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or one of its children is not ours to end.
        }
    }
}
