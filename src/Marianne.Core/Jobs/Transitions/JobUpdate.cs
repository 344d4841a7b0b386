namespace Marianne.Jobs;

/// <summary>A change of a job that a store makes in one atomic step.</summary>
public abstract record JobUpdate
{
    private JobUpdate()
    {
    }

    /// <summary>
    /// The time of the change, in the precision of stores: microseconds. The default is <c>null</c>: the current time of the
    /// store.
    /// </summary>
    public DateTimeOffset? At
    {
        get;
        init => field = value?.ToUniversalTime().AddTicks(-(value.Value.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>
    /// The execution history that is attached to the job in the same step, as chunks of its JSON. The default is <c>null</c>:
    /// the attached one is kept. It is attached only if the job changes.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? History { get; init; }

    /// <summary>
    /// The token of the claim of the job. The change is refused with LeaseLost if it is not valid any more. One that ends the run gives
    /// the claim back. The default is <c>null</c>: the change is not one of a run.
    /// </summary>
    public long? Token { get; init; }

    /// <summary>
    /// Makes a process the job's runner: the job becomes Running. It is refused if another process runs the job, unless that
    /// process is dead; the job's message then says so.
    /// </summary>
    /// <param name="Runner">The process; <c>null</c> if several processes run sheets of the job.</param>
    /// <param name="Config">
    /// The new configuration if it changed; <c>null</c> keeps the current one. It may have more sheets than the job, not fewer.
    /// </param>
    public sealed record Run(RunnerProcess? Runner, JobConfig? Config = null) : JobUpdate
    {
        /// <summary>The tags to add to those of the job.</summary>
        public IReadOnlyList<string> Tags { get; init; } = [];

        /// <summary>
        /// Indicates whether the change is refused unless the job is Pending or Running, so that a job that was paused or has ended
        /// meanwhile stays so. The default is <c>false</c>.
        /// </summary>
        public bool OnlyIfOpen { get; init; }

        /// <summary>The items that the source of the job has now. The default is <c>null</c>: they did not change.</summary>
        public ItemList? Items { get; init; }

        /// <summary>The numbers of the sheets that run again although they are done. The default is none.</summary>
        public IReadOnlyList<int> Again { get; init; } = [];

        /// <summary>
        /// The numbers of those sheets of <see cref="Again"/> that read the source of their items again. The others keep the items that they
        /// have. The default is none.
        /// </summary>
        public IReadOnlyCollection<int> Reread { get; init; } = [];

        /// <summary>Indicates whether the change concerns sheets, so that a store needs all of them. It may reopen a Completed job.</summary>
        public bool ChangesSheets => Items is not null || Again.Count > 0;
    }

    /// <summary>Pauses the job. It is refused if the job is Completed or Cancelled.</summary>
    /// <param name="Message">The reason; <c>null</c> if the user asked for it.</param>
    public sealed record Pause(string? Message = null) : JobUpdate;

    /// <summary>Makes a Paused or Failed job Pending, so that it can be run again.</summary>
    /// <param name="Config">
    /// The new configuration if it changed; <c>null</c> keeps the current one. It may have more sheets than the job, not fewer.
    /// </param>
    public sealed record Resume(JobConfig? Config = null) : JobUpdate
    {
        /// <summary>The tags to add to those of the job.</summary>
        public IReadOnlyList<string> Tags { get; init; } = [];
    }

    /// <summary>Cancels the job: it cannot be resumed. It is refused if the job is Completed.</summary>
    public sealed record Cancel : JobUpdate;

    /// <summary>Marks the job as Failed: it can be resumed. It is refused if the job is Completed or Cancelled.</summary>
    /// <param name="Message">The reason.</param>
    public sealed record Fail(string Message) : JobUpdate;

    /// <summary>
    /// Completes the job. It is refused unless all sheets are Completed or Skipped. The last sheet completes its job by
    /// itself; this is for a job whose last sheets other implementations skipped, which do not count those.
    /// </summary>
    public sealed record Complete : JobUpdate
    {
        /// <summary>The numbers of the sheets that may have failed. The default is none.</summary>
        public IReadOnlyCollection<int> AllowedFailures { get; init; } = [];
    }

    /// <summary>Pauses the job if it is a zombie; otherwise leaves it unchanged.</summary>
    public sealed record Recover : JobUpdate;
}
