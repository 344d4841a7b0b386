using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Processes;

/// <summary>The processes of this machine according to the operating system.</summary>
public sealed class SystemProcessList : IProcessList
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    private SystemProcessList()
    {
        Current = new RunnerProcess(Environment.ProcessId, Environment.MachineName, StartMarkOf(Environment.ProcessId));
    }

    /// <summary>The only instance.</summary>
    public static SystemProcessList Instance { get; } = new();

    /// <inheritdoc/>
    public RunnerProcess Current { get; }

    /// <inheritdoc/>
    public ProcessState Examine(RunnerProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);

        if (process.Host is not null && !process.Host.Equals(Current.Host, StringComparison.OrdinalIgnoreCase))
            return ProcessState.Unknown;

        if (!Exists(process.Pid))
            return ProcessState.Dead;

        string? mark = StartMarkOf(process.Pid);
        if (mark == DeadMark)
            return ProcessState.Dead;

        if (process.StartMark is null)
            return ProcessState.Alive;

        if (mark is null)
            return ProcessState.Unknown;

        return mark == process.StartMark ? ProcessState.Alive : ProcessState.Dead;
    }

    /// <summary>The start mark of a process that has ended, and whose parent has not waited for it yet.</summary>
    private const string DeadMark = "dead";

    private static bool Exists(int pid)
    {
        if (pid <= 0)
            return false;

        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // The process ended during the call.
        }
    }

    private static string? StartMarkOf(int pid) => OperatingSystem.IsLinux() ? LinuxMark(pid) : StartTimeMark(pid);

    private static string? LinuxMark(int pid)
    {
        if (LinuxProcessInfo.Find(pid) is not { } process)
            return null;

        try
        {
            return process.HasEnded ? DeadMark : $"{File.ReadAllText(BootIdFile).Trim()}:{process.Id.StartTick}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartTimeMark(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or ArgumentException
            or NotSupportedException)
        {
            return null;
        }
    }
}
