using System.ComponentModel;

namespace Marianne.Processes;

/// <summary>
/// A child process that was started with <c>posix_spawn</c>. .NET can give a process no session of its own, and passes on to it
/// which signals are ignored.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="Info">
/// The process according to /proc, as it was before anything waited for it: until then its id belongs to no other process. It is
/// <c>null</c> if there is no /proc.
/// </param>
/// <param name="Exit">
/// Completes when the process has exited, with its exit code: 128 plus the signal's number after a signal, and <c>null</c> if
/// another part of this process has waited for it, as .NET does when SIGCHLD was ignored at the start.
/// </param>
internal sealed record UnixChild(int Id, LinuxProcessInfo? Info, Task<int?> Exit)
{
    /// <summary>Starts a program in a session of its own, with the default action of every signal.</summary>
    /// <param name="request">The program.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OutOfMemoryException">The system has no room for another thread.</exception>
    public static UnixChild Start(SpawnRequest request)
    {
        // The waiter is there first, because a process for which nothing waits would never be noticed to have ended.
        var waiter = ChildWaiter.Rent();
        try
        {
            int pid = Spawn(request);
            LinuxProcessInfo? info = LinuxProcessInfo.AreOurs ? LinuxProcessInfo.Find(pid) : null;
            return new UnixChild(pid, info, waiter.WaitAsync(pid));
        }
        catch (Win32Exception)
        {
            waiter.Return();
            throw;
        }
    }

    private static int Spawn(SpawnRequest request)
    {
        using var attributes = new SpawnAttributes();
        using var actions = new SpawnActions(request);
        using var arguments = new NativeStrings(request.Arguments);
        using var environment = new NativeStrings(request.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        SpawnError.ThrowIfFailed(Libc.Spawn(
            out int pid,
            NativeStrings.Of(request.Arguments[0]),
            actions.Address,
            attributes.Address,
            arguments.Addresses,
            environment.Addresses));
        return pid;
    }
}
