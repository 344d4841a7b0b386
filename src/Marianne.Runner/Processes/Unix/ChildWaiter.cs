using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>
/// Waits for child processes, one after the other, on a thread of its own. No other way of waiting exists on all systems that
/// leaves the children of .NET alone.
/// </summary>
internal sealed class ChildWaiter
{
    private const int StackSize = 256 * 1024;
    private const int MostIdle = 8;
    private const int Interrupted = 4;

    private static readonly ConcurrentBag<ChildWaiter> Idle = [];

    private readonly object _lock = new();
    private (int Pid, TaskCompletionSource<int?> Exit)? _next;

    private ChildWaiter() =>
        new Thread(Run, StackSize) { IsBackground = true, Name = "Marianne waits for a command" }.Start();

    /// <summary>Returns a waiter that waits for no process.</summary>
    /// <exception cref="OutOfMemoryException">The system has no room for another thread.</exception>
    public static ChildWaiter Rent() => Idle.TryTake(out ChildWaiter? waiter) ? waiter : new ChildWaiter();

    /// <summary>Returns this waiter unused.</summary>
    public void Return() => Idle.Add(this);

    /// <summary>
    /// Waits for a child process. The result is its exit code, 128 plus the signal's number after a signal, or <c>null</c> if
    /// another part of this process has waited for it.
    /// </summary>
    /// <param name="pid">The process id.</param>
    public Task<int?> WaitAsync(int pid)
    {
        var exit = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _next = (pid, exit);
            Monitor.Pulse(_lock);
        }

        return exit.Task;
    }

    private void Run()
    {
        bool isKept;
        do
        {
            (int pid, TaskCompletionSource<int?> exit) = Next();
            int? exitCode = ExitCodeOf(pid);
            isKept = Idle.Count < MostIdle;
            if (isKept)
                Return();
            exit.SetResult(exitCode);
        }
        while (isKept);
    }

    private (int Pid, TaskCompletionSource<int?> Exit) Next()
    {
        lock (_lock)
        {
            while (_next is null)
                Monitor.Wait(_lock);
            (int, TaskCompletionSource<int?>) next = _next.Value;
            _next = null;
            return next;
        }
    }

    private static int? ExitCodeOf(int pid)
    {
        int status;
        while (Libc.Wait(pid, out status, 0) != pid)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                return null;
        }

        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
