using System.Globalization;
using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>A process that runs sheets, or a session that marks them. It is a new worker after each start.</summary>
/// <param name="Id">The worker's id. No other worker has or had it.</param>
/// <param name="Process">The process.</param>
/// <param name="Since">The time at which it started to work.</param>
public sealed record Worker(string Id, RunnerProcess Process, DateTimeOffset Since)
{
    /// <summary>
    /// What it can run: <c>command</c>, <c>script</c>, and <c>prompt</c> or <c>prompt:</c> with the name of an instrument. The
    /// default is an empty list: it claims sheets of a given job only.
    /// </summary>
    public IReadOnlyList<string> CanRun { get; init; } = [];

    /// <summary>The time at which it was last announced or renewed its claims; <c>null</c> if it was not announced yet.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Indicates whether it is certainly gone, or was not seen for longer than its leases last.</summary>
    public bool IsGone { get; init; }

    /// <summary>
    /// What it runs: the id of a job, and the number of the sheet if it has claimed only that one, such as <c>nightly 3</c>. The default
    /// is an empty list. A store does not fill it.
    /// </summary>
    public IReadOnlyList<string> Running { get; init; } = [];

    /// <summary>The id of its process.</summary>
    public int Pid => Process.Pid;

    /// <summary>The name of its machine; <c>null</c> if it is not known.</summary>
    public string? Host => Process.Host;

    /// <summary>Creates a worker with a new id.</summary>
    /// <param name="process">The process.</param>
    /// <param name="now">The current time.</param>
    public static Worker Create(RunnerProcess process, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(process);
        string start = now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        return new Worker(string.Create(CultureInfo.InvariantCulture, $"{process.Host}-{process.Pid}-{start}-{random}"), process, now);
    }

    /// <summary>Returns the worker with <see cref="IsGone"/> as it is now.</summary>
    /// <param name="processes">The processes of this machine.</param>
    /// <param name="silence">The time since it was last seen; <c>null</c> if it never was.</param>
    public Worker Judged(IProcessList processes, TimeSpan? silence)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return this with { IsGone = silence > Lease.Silence || processes.Examine(Process) == ProcessState.Dead };
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
