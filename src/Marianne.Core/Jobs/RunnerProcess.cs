namespace Marianne.Jobs;

/// <summary>A process that plays a job, told apart from a later one that got the same number.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Host">The name of its machine; nothing when whoever wrote the job does not record it.</param>
/// <param name="StartMark">
/// What tells it from other processes of its machine with the same id: on Linux the boot and the kernel's start
/// tick, elsewhere the start time. The wall clock would not do on Linux: it can be set while the process lives.
/// </param>
public sealed record RunnerProcess(int Pid, string? Host = null, string? StartMark = null)
{
    /// <summary>Whether a process that a job names is this one. A name without a host is judged by its pid alone.</summary>
    internal bool IsNamedBy(RunnerProcess? named) => named == this || named == new RunnerProcess(Pid);

    /// <inheritdoc/>
    public override string ToString() => Host is null ? $"process {Pid}" : $"process {Pid} on {Host}";
}
