using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A change of a job, its sheets and its claims.</summary>
internal abstract class JobChange : QueuedChange
{
    /// <summary>The attempt that is recorded if the job changes; <c>null</c> if there is none.</summary>
    public Execution? Attempt { get; init; }

    /// <summary>Reads what the change needs besides the job; <c>null</c> if that is nothing.</summary>
    public Func<JobFiles, Job, ValueTask>? Read { get; init; }

    /// <summary>Writes what belongs to the change, if the job changes; <c>null</c> if that is nothing.</summary>
    public Action<JobFiles, Job>? WriteCompanions { get; init; }

    /// <summary>The job after the change.</summary>
    public Job Next { get; protected set; } = null!;

    /// <summary>Indicates whether it changes the job, and not only its claims.</summary>
    public bool ChangesJob { get; protected set; }

    /// <summary>The attempt as it was recorded.</summary>
    public Execution? Recorded { get; set; }

    /// <summary>Makes the change in memory. It may be made again if it was not written.</summary>
    /// <param name="claims">The job and its claims, which the change follows.</param>
    public abstract void Apply(JobClaims claims);
}
