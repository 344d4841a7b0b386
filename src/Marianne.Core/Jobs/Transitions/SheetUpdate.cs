namespace Marianne.Jobs;

/// <summary>A change of one sheet that a store makes in one step, whatever was saved meanwhile.</summary>
public abstract record SheetUpdate
{
    private SheetUpdate()
    {
    }

    /// <summary>The attempt that ends with it: it is recorded in the history in the same step. It is one of this sheet.</summary>
    public Execution? Attempt { get; init; }

    /// <summary>
    /// What the run measured so far, in place of what the sheet has. Default: the sheet keeps what it has, but for the wait
    /// that ends with it.
    /// </summary>
    public SheetMeasures? Measures { get; init; }

    /// <summary>Starts an attempt.</summary>
    /// <param name="Runner">The process that makes it.</param>
    public sealed record Start(RunnerProcess Runner) : SheetUpdate
    {
        /// <summary>What the attempt is for: one of <see cref="ExecutionModes"/>.</summary>
        public string? Mode { get; init; }

        /// <summary>Whether it is refused unless this very process plays the job, so that it revives none that was paused.</summary>
        public bool OnlyAsRunner { get; init; }
    }

    /// <summary>Ends the attempt: the sheet is done.</summary>
    /// <param name="Result">What was measured.</param>
    public sealed record Complete(SheetResult Result) : SheetUpdate;

    /// <summary>Ends the attempt: it failed.</summary>
    /// <param name="Result">What was measured.</param>
    /// <param name="Message">Why it failed; <c>Unknown error</c> when nothing is said.</param>
    /// <param name="Category">The kind of failure: one of <see cref="ErrorCategories"/>.</param>
    public sealed record Fail(SheetResult Result, string? Message = null, string? Category = null) : SheetUpdate;

    /// <summary>Passes the sheet over.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Skip(string? Reason = null) : SheetUpdate;

    /// <summary>Ends the attempt, if there was one, and waits before the next.</summary>
    /// <param name="For">What it waits for.</param>
    /// <param name="Result">What was measured of the attempt.</param>
    /// <param name="Message">Why it waits.</param>
    /// <param name="Category">The kind of failure: one of <see cref="ErrorCategories"/>.</param>
    public sealed record Wait(SheetWaitReason For, SheetResult Result, string? Message = null, string? Category = null) : SheetUpdate;

    /// <summary>Takes the attempt back: it was cut short by no fault of its own, and does not count.</summary>
    /// <param name="IsCancelled">Whether the sheet is Cancelled with its job; else it is Pending again.</param>
    public sealed record Interrupt(bool IsCancelled = false) : SheetUpdate
    {
        /// <summary>
        /// The process whose attempt it was: it is refused when another plays the job by now, because the attempt that runs
        /// is that one's. Default: it is not asked.
        /// </summary>
        public RunnerProcess? Runner { get; init; }
    }
}
