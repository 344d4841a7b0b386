using System.Globalization;

namespace Marianne.Processes;

/// <summary>A process of Linux, as /proc tells.</summary>
/// <param name="Id">What it is known by.</param>
/// <param name="Parent">The process id of its parent.</param>
/// <param name="HasEnded">Whether it has ended and only waits for somebody to ask how.</param>
internal sealed record LinuxProcessInfo(LinuxProcessInfo.Identity Id, int Parent, bool HasEnded)
{
    private const int KernelThreads = 2;

    /// <summary>A process id, and the kernel's tick at which it went to this process.</summary>
    internal readonly record struct Identity(int Pid, ulong StartTick);

    /// <summary>Whether it is a thread of the kernel, which has no program.</summary>
    public bool IsOfKernel => Id.Pid == KernelThreads || Parent == KernelThreads;

    /// <summary>All that there are.</summary>
    public static IEnumerable<LinuxProcessInfo> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, null, out int pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(Find)
            .OfType<LinuxProcessInfo>();

    /// <summary>The process of an id; nothing when there is none.</summary>
    public static LinuxProcessInfo? Find(int pid)
    {
        try
        {
            // The second field is the program's name in parentheses and may hold anything, parentheses too.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new LinuxProcessInfo(
                new Identity(pid, ulong.Parse(fields[19], CultureInfo.InvariantCulture)),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                HasEnded: fields[0] is "Z" or "X");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The environment that it was started with; empty when it may not be seen.</summary>
    public byte[] Environment()
    {
        try
        {
            return File.ReadAllBytes($"/proc/{Id.Pid}/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
