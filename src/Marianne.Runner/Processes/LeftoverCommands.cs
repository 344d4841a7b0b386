using Marianne.Jobs;

namespace Marianne.Processes;

/// <summary>
/// The commands that run on although the process of their run has died. Only Linux shows which ones these are; elsewhere none is
/// found.
/// </summary>
/// <param name="processes">The processes of this machine.</param>
/// <param name="time">The clock of the timeouts.</param>
public sealed class LeftoverCommands(IProcessList processes, TimeProvider time)
{
    /// <summary>A process that is asked to end may start another one. After some rounds what is left is reported.</summary>
    private const int MostRounds = 3;

    /// <summary>
    /// Ends the commands of dead runs, first with SIGTERM, and after a timeout with SIGKILL. A command of a run whose process is alive
    /// or belongs to another container is never touched, and neither is anything if this process was itself started by such a command.
    /// </summary>
    /// <param name="isLeft">Determines whether a run is one whose commands are to be ended, if its process is dead.</param>
    /// <param name="known">The runs of dead processes whose commands are to be ended also without their environment.</param>
    public async Task<LeftoverResult> EndAsync(Func<RunMark, bool> isLeft, IEnumerable<RunMark> known)
    {
        ArgumentNullException.ThrowIfNull(isLeft);
        ArgumentNullException.ThrowIfNull(known);

        if (!LinuxProcessInfo.AreOurs || LinuxProcessInfo.Self() is not { } self)
            return LeftoverResult.None;

        var marks = known.Where(IsDead).DistinctBy(ProcessTag.PartOf).ToDictionary(ProcessTag.PartOf);
        if (MarkOf(self) is { } around)
            return new LeftoverResult([around.Runner], [], [], IsWithin: true);

        HashSet<LinuxProcessInfo.Identity> family = [.. FamilyOf(self)];
        Dictionary<LinuxProcessInfo.Identity, string> found = [];
        HashSet<RunnerProcess> runners = [];
        IReadOnlyList<LinuxProcessInfo> alive = [];
        for (int round = 0; round < MostRounds; round++)
        {
            int before = found.Count;
            var tree = new LinuxProcessTree(root: null, tag: null);
            foreach (LinuxProcessInfo process in LinuxProcessInfo.All().Where(process => !process.HasEnded && !family.Contains(process.Id)))
            {
                if (MarkOf(process) is not { } mark || !found.TryAdd(process.Id, Describe(process)))
                    continue;
                runners.Add(mark.Runner);
                tree.Add(process);
            }

            if (found.Count == before)
                break;
            alive = [.. alive, .. await tree.EndAsync(time).ConfigureAwait(false)];
        }

        foreach (LinuxProcessInfo process in alive)
            found.Remove(process.Id);
        return new LeftoverResult([.. runners], [.. found.Values], [.. alive.Select(Describe)]);

        RunMark? MarkOf(LinuxProcessInfo process) =>
            RunMark.In(process.Environment()).FirstOrDefault(mark => isLeft(mark) && IsDead(mark))
            ?? (marks.Count > 0 && ProcessTag.PartIn(process.Limits()) is { } part ? marks.GetValueOrDefault(part) : null);
    }

    private static string Describe(LinuxProcessInfo process) => $"{process.Id.Pid} ({process.Name()})";

    private bool IsDead(RunMark mark) => processes.Examine(mark.Runner) == ProcessState.Dead;

    /// <summary>Returns this process and its ancestors. They may be what started it, such as a shell.</summary>
    private static IEnumerable<LinuxProcessInfo.Identity> FamilyOf(LinuxProcessInfo self)
    {
        for (LinuxProcessInfo? process = self; process is not null; process = LinuxProcessInfo.Find(process.Parent))
            yield return process.Id;
    }
}
