using Marianne.Jobs;

namespace Marianne.Processes;

/// <summary>
/// The commands that run on although their run has ended: its process died, or lost its claim while it was stopped. Only Linux shows
/// which ones these are; elsewhere none is found.
/// </summary>
/// <param name="processes">The processes of this machine.</param>
/// <param name="time">The clock of the timeouts.</param>
public sealed class LeftoverCommands(IProcessList processes, TimeProvider time)
{
    /// <summary>A process that is asked to end may start another one. After some rounds what is left is reported.</summary>
    private const int MostRounds = 3;

    /// <summary>
    /// Ends the commands of runs that have ended, first with SIGTERM, and after a timeout with SIGKILL. A command of another run whose
    /// process is alive or belongs to another container is never touched, and neither is anything if this process was itself started by
    /// such a command.
    /// </summary>
    /// <param name="isLeft">Determines whether a run is one whose commands are to be ended, if it has ended.</param>
    /// <param name="known">The runs whose commands are to be ended also without their environment, if they have ended.</param>
    /// <param name="replaced">
    /// A process whose claim was taken over, so that its runs have ended also if it is alive: it may be stopped. The default is none.
    /// </param>
    public async Task<LeftoverResult> EndAsync(
        Func<RunMark, bool> isLeft, IEnumerable<RunMark> known, RunnerProcess? replaced = null)
    {
        ArgumentNullException.ThrowIfNull(isLeft);
        ArgumentNullException.ThrowIfNull(known);

        if (!LinuxProcessInfo.AreOurs || LinuxProcessInfo.Self() is not { } self)
            return LeftoverResult.None;

        var marks = known.Where(HasEnded).DistinctBy(ProcessTag.PartOf).ToDictionary(ProcessTag.PartOf);
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
            RunMark.In(process.Environment()).FirstOrDefault(mark => isLeft(mark) && HasEnded(mark))
            ?? (marks.Count > 0 && ProcessTag.PartIn(process.Limits()) is { } part ? marks.GetValueOrDefault(part) : null);

        bool HasEnded(RunMark mark) => mark.Runner == replaced || processes.Examine(mark.Runner) == ProcessState.Dead;
    }

    private static string Describe(LinuxProcessInfo process) => $"{process.Id.Pid} ({process.Name()})";

    /// <summary>Returns this process and its ancestors. They may be what started it, such as a shell.</summary>
    private static IEnumerable<LinuxProcessInfo.Identity> FamilyOf(LinuxProcessInfo self)
    {
        for (LinuxProcessInfo? process = self; process is not null; process = LinuxProcessInfo.Find(process.Parent))
            yield return process.Id;
    }
}
