namespace Marianne.Jobs;

/// <summary>A process that runs a job. It is distinguished from a later process that has the same id.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Host">The name of the machine; <c>null</c> if it was not recorded.</param>
/// <param name="StartMark">
/// Distinguishes the process from others of the machine with the same id: on Linux the boot id and the start tick of the
/// kernel, because the clock can be set while the process runs, and the namespace of process ids, as each container has one;
/// elsewhere the start time. <c>null</c> if it was not recorded.
/// </param>
public sealed record RunnerProcess(int Pid, string? Host = null, string? StartMark = null)
{
    /// <summary>Determines whether a job names this process. Without a host, only the process ids are compared.</summary>
    /// <param name="named">The process that the job names.</param>
    public bool IsNamedBy(RunnerProcess? named) => named == this || named == new RunnerProcess(Pid);

    /// <inheritdoc/>
    public override string ToString() => Host is null ? $"process {Pid}" : $"process {Pid} on {Host}";
}
