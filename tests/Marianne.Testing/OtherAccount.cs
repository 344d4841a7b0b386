using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Marianne.Testing;

/// <summary>
/// Runs code without the rights of root. On Linux each thread has its own user id, so that only the thread of the code changes;
/// it ends afterwards.
/// </summary>
public static class OtherAccount
{
    private const int Nobody = 65534;

    /// <summary>Runs an action, and throws what it throws. The system must be Linux.</summary>
    /// <param name="action">The action. What it continues on other threads has the rights of the process.</param>
    public static async Task RunAsync(Func<Task> action)
    {
        Task running = Task.CompletedTask;
        int error = 0;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess && SystemCall(SetUserNumber, Nobody, Nobody, Nobody) != 0)
                error = Marshal.GetLastPInvokeError();
            else
                running = Start(action);
        });
        thread.Start();
        thread.Join();
        if (error != 0)
            throw new Win32Exception(error);
        await running;
    }

    private static async Task Start(Func<Task> action) => await action();

    // The library's own function would change all threads.
    private static long SetUserNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117;

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long SystemCall(long number, long real, long effective, long saved);
}
