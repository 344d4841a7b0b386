using System.Text;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Processes;

/// <summary>Determines whether what runs in the slot of a limit still runs, if it is on this machine.</summary>
/// <param name="processes">The processes of this machine.</param>
public sealed class SlotExaminer(IProcessList processes)
{
    /// <summary>The environment variable by which the command in a slot is recognized.</summary>
    internal const string Variable = "MARIANNE_LIMIT_SLOT";

    /// <summary>The examiner of the processes according to the operating system.</summary>
    public static SlotExaminer System { get; } = new(SystemProcessList.Instance);

    /// <summary>Returns the state of what a sheet runs.</summary>
    /// <remarks>
    /// A process that was killed leaves its command behind, which uses the instrument until it ends. Only Linux shows which command that is.
    /// </remarks>
    /// <param name="holder">The sheet.</param>
    /// <returns>
    /// Dead if the process of the sheet has died and has left no command; Alive if a command runs although the process has died or has not
    /// renewed the slot; otherwise Unknown.
    /// </returns>
    public ProcessState Examine(SlotHolder holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        if (!string.Equals(holder.Process.Host, processes.Current.Host, StringComparison.OrdinalIgnoreCase))
            return ProcessState.Unknown;

        bool isDead = processes.Examine(holder.Process) == ProcessState.Dead;
        if (!isDead && !holder.HasExpired)
            return ProcessState.Unknown;
        if (HasCommand(holder.Token))
            return ProcessState.Alive;
        return isDead ? ProcessState.Dead : ProcessState.Unknown;
    }

    private static bool HasCommand(string token)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        byte[] mark = Encoding.UTF8.GetBytes($"{Variable}={token}\0");
        return LinuxProcessInfo.All().Any(process => !process.HasEnded && process.Environment().AsSpan().IndexOf(mark) >= 0);
    }
}
