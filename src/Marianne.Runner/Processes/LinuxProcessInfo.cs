using System.Globalization;
using System.Text;

namespace Marianne.Processes;

/// <summary>A Linux process according to /proc.</summary>
/// <param name="Id">The identity of the process.</param>
/// <param name="Parent">The process id of its parent.</param>
/// <param name="Group">The id of its process group.</param>
/// <param name="Session">The id of its session.</param>
/// <param name="HasEnded">Indicates whether the process has ended, and its parent has not waited for it yet.</param>
internal sealed record LinuxProcessInfo(LinuxProcessInfo.Identity Id, int Parent, int Group, int Session, bool HasEnded)
{
    private const int KernelThreads = 2;

    /// <summary>A process id, and the kernel's tick at which the process with this id started.</summary>
    internal readonly record struct Identity(int Pid, ulong StartTick);

    /// <summary>Indicates whether the process is a thread of the kernel.</summary>
    public bool IsOfKernel => Id.Pid == KernelThreads || Parent == KernelThreads;

    /// <summary>
    /// Returns all processes, the newest first, and <c>null</c> for each one that ended after it was listed. The newest are those
    /// that are most likely to end meanwhile.
    /// </summary>
    public static IEnumerable<LinuxProcessInfo?> Listed() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, null, out int pid) ? pid : 0)
            .Where(pid => pid > 0)
            .OrderDescending()
            .Select(Find);

    /// <summary>Returns all processes.</summary>
    public static IEnumerable<LinuxProcessInfo> All() => Listed().OfType<LinuxProcessInfo>();

    /// <summary>Returns the id of the process that started last, or 0 if it is not known.</summary>
    public static int NewestId()
    {
        string[] fields = Encoding.ASCII.GetString(Read("/proc/loadavg")).Split(' ');
        return int.TryParse(fields[^1], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
    }

    /// <summary>
    /// Indicates whether /proc shows the ids that this process and its children have. After <c>unshare --pid</c> without a /proc of
    /// its own, it shows those of another namespace.
    /// </summary>
    public static bool AreOurs { get; } =
        OperatingSystem.IsLinux()
        && new FileInfo("/proc/self").LinkTarget == System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns this process, or <c>null</c> if there is no /proc.</summary>
    public static LinuxProcessInfo? Self() => Find(System.Environment.ProcessId, "self");

    /// <summary>Returns the process with an id, or <c>null</c> if it does not exist.</summary>
    /// <param name="pid">The process id.</param>
    public static LinuxProcessInfo? Find(int pid) => Find(pid, pid.ToString(CultureInfo.InvariantCulture));

    private static LinuxProcessInfo? Find(int pid, string folder)
    {
        try
        {
            // The second field is the program's name in parentheses, which may itself contain parentheses.
            string stat = File.ReadAllText($"/proc/{folder}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new LinuxProcessInfo(
                new Identity(pid, ulong.Parse(fields[19], CultureInfo.InvariantCulture)),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[2], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                HasEnded: fields[0] is "Z" or "X");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Returns the environment that the process was started with, or an empty array if access is denied.</summary>
    public byte[] Environment() => Read($"/proc/{Id.Pid}/environ");

    /// <summary>Returns the limits of the process, or an empty array if access is denied.</summary>
    public byte[] Limits() => Read($"/proc/{Id.Pid}/limits");

    /// <summary>Returns the name of the program, or an empty text if it has ended.</summary>
    public string Name() => CommandStarter.Utf8.GetString(Read($"/proc/{Id.Pid}/comm")).TrimEnd('\n');

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
