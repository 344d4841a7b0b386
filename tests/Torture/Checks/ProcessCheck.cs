using System.Diagnostics;
using System.Text;

namespace Marianne.Torture.Checks;

/// <summary>No process of a round is left: its processes are recognized by the value of MARIANNE_HOME.</summary>
internal static class ProcessCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until what a killed runner had started has ended by itself.</summary>
    public static async Task WaitAsync(Round round)
    {
        var watch = Stopwatch.StartNew();
        int[] left;
        while ((left = [.. FindAll(round)]).Length > 0 && watch.Elapsed < Limit)
            await Task.Delay(Interval);
        round.Check(left.Length == 0, $"the processes {string.Join(", ", left)} did not end");
    }

    /// <summary>Checks that a runner that ended by itself has left no process.</summary>
    public static void Run(Round round)
    {
        int[] left = [.. FindAll(round)];
        round.Check(left.Length == 0, $"the run has left the processes {string.Join(", ", left)}");
    }

    private static IEnumerable<int> FindAll(Round round)
    {
        if (!OperatingSystem.IsLinux())
            yield break;

        byte[] mark = Encoding.UTF8.GetBytes($"MARIANNE_HOME={round.Home}\0");
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && EnvironmentOf(folder).AsSpan().IndexOf(mark) >= 0)
                yield return id;
        }
    }

    private static byte[] EnvironmentOf(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // The process has ended, or it belongs to another user.
        }
    }
}
