using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Processes;

/// <summary>The processes of this machine according to the operating system.</summary>
public sealed class SystemProcessList : IProcessList
{
    /// <summary>The start mark of a process that has ended, and whose parent has not waited for it yet.</summary>
    private const string DeadMark = "dead";

    private readonly LinuxStartMark? _own;

    private SystemProcessList()
    {
        _own = OperatingSystem.IsLinux() && LinuxProcessInfo.Self() is { } self ? LinuxStartMark.Of(self) : null;
        string? mark = OperatingSystem.IsLinux() ? _own?.ToString() : StartTimeMark(Environment.ProcessId);
        Current = new RunnerProcess(Environment.ProcessId, Environment.MachineName, mark);
    }

    /// <summary>The only instance.</summary>
    public static SystemProcessList Instance { get; } = new();

    /// <inheritdoc/>
    public RunnerProcess Current { get; }

    /// <inheritdoc/>
    public string BootId => _own?.BootId ?? "";

    /// <inheritdoc/>
    public ProcessState Examine(RunnerProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);

        if (process.Host is not null && !process.Host.Equals(Current.Host, StringComparison.OrdinalIgnoreCase))
            return ProcessState.Unknown;

        if (process == Current)
            return ProcessState.Alive; // Also where /proc shows other processes.

        if (process.StartMark is { } mark && ElsewhereState(mark) is { } elsewhere)
            return elsewhere;

        if (!Exists(process.Pid))
            return ProcessState.Dead;

        return OperatingSystem.IsLinux()
            ? Compare(process.StartMark, LinuxMark(process.Pid, process.StartMark))
            : Compare(process.StartMark, StartTimeMark(process.Pid));
    }

    /// <summary>
    /// Returns the state of a process whose id means nothing here, or <c>null</c> for a process that has its id here: it ran before
    /// this machine was started again, in another container, or on the other side of a virtual machine with the same name.
    /// </summary>
    /// <param name="mark">The start mark of the process.</param>
    private ProcessState? ElsewhereState(string mark)
    {
        if (!OperatingSystem.IsLinux())
            return LinuxStartMark.Parse(mark) is null ? null : ProcessState.Unknown;
        if (LinuxStartMark.Parse(mark) is not { } linux)
            return IsTime(mark) ? ProcessState.Unknown : null;
        if (_own is null)
            return ProcessState.Unknown;
        if (linux.BootId != _own.BootId)
            return ProcessState.Dead;
        return linux.Namespace is { } number && number != _own.Namespace ? ProcessState.Unknown : null;
    }

    private static ProcessState Compare(string? recorded, string? actual) =>
        actual == DeadMark ? ProcessState.Dead
        : recorded is null ? ProcessState.Alive
        : actual is null ? ProcessState.Unknown
        : actual == recorded ? ProcessState.Alive
        : ProcessState.Dead;

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

    /// <summary>Returns the mark of a process in the form of the recorded one, which may have no namespace.</summary>
    private static string? LinuxMark(int pid, string? recorded)
    {
        if (!LinuxProcessInfo.AreOurs || LinuxProcessInfo.Find(pid) is not { } process)
            return null;
        if (process.HasEnded)
            return DeadMark;

        LinuxStartMark? mark = LinuxStartMark.Of(process);
        return recorded is not null && LinuxStartMark.Parse(recorded) is { Namespace: null }
            ? (mark is null ? null : mark with { Namespace = null })?.ToString()
            : mark?.ToString();
    }

    private static bool IsTime(string mark) =>
        DateTime.TryParseExact(mark, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);

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
