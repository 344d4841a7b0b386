using System.ComponentModel;
using System.Diagnostics;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>A command and all that it started.</summary>
internal sealed class ProcessTree
{
    /// <summary>How long a process that was asked to end has for it.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long a process that was killed may still be there, as one may that waits for a broken disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long one that may be of the tree, or of somebody else, is looked at.</summary>
    private static readonly TimeSpan UnsurePatience = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly LinuxProcesses? _members;
    private readonly TimeProvider _time;

    /// <summary>The tree of a process that has just been started.</summary>
    public ProcessTree(Process process, ProcessMark mark, TimeProvider time)
    {
        _process = process;
        _members = OperatingSystem.IsLinux() ? new LinuxProcesses(LinuxProcess.Find(process.Id), mark) : null;
        _time = time;
        Exit = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Is done when the process itself has exited.</summary>
    public Task Exit { get; }

    /// <summary>Ends all of it: asks first, and kills what is still there after a grace.</summary>
    public async Task EndAsync()
    {
        if (_members is null)
        {
            KillAtOnce();
        }
        else
        {
            _members.Signal(LinuxSignal.Terminate);
            long asked = _time.GetTimestamp();
            await LookUntilAsync(() => !_members.Any || _time.GetElapsedTime(asked) >= Grace).ConfigureAwait(false);

            // Again and again: one may start another between our look and its end.
            long killed = Stopwatch.GetTimestamp();
            await LookUntilAsync(() =>
            {
                bool any = _members.Signal(LinuxSignal.Kill);
                TimeSpan patience = any ? Patience : _members.IsUnsure ? UnsurePatience : TimeSpan.Zero;
                return Stopwatch.GetElapsedTime(killed) >= patience;
            }).ConfigureAwait(false);
        }

        await Task.WhenAny(Exit, Task.Delay(Patience)).ConfigureAwait(false);
    }

    /// <summary>Processes end when they end, whatever the clock of this run says, so this waits on the real one.</summary>
    private static async Task LookUntilAsync(Func<bool> isDone)
    {
        while (!isDone())
            await Task.Delay(LookInterval).ConfigureAwait(false);
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
