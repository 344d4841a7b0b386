using Marianne.Jobs;

namespace Marianne.Testing;

/// <summary>A process list whose processes a test starts, kills and hides.</summary>
public sealed class FakeProcessList : IProcessList
{
    private readonly HashSet<RunnerProcess> _hidden = [];
    private readonly Dictionary<int, string> _alive = new() { [100] = "mark-100" };

    public RunnerProcess Current { get; } = new(100, "here", "mark-100");

    public string BootId { get; set; } = "boot-1";

    public RunnerProcess Start(int pid, string mark)
    {
        _alive[pid] = mark;
        return new RunnerProcess(pid, "here", mark);
    }

    public void Kill(int pid) => _alive.Remove(pid);

    public void Hide(RunnerProcess process) => _hidden.Add(process);

    public ProcessState Examine(RunnerProcess process)
    {
        if (_hidden.Contains(process) || (process.Host ?? Current.Host) != Current.Host)
            return ProcessState.Unknown;

        bool isAlive = _alive.TryGetValue(process.Pid, out string? mark)
            && (process.StartMark is null || process.StartMark == mark);
        return isAlive ? ProcessState.Alive : ProcessState.Dead;
    }
}
