namespace Marianne.Jobs;

/// <summary>A change of a sheet that a store makes in one atomic step.</summary>
public abstract record SheetUpdate
{
    private SheetUpdate()
    {
    }

    /// <summary>
    /// The attempt of this sheet that ends with the change. It is recorded in the same step. <c>null</c> records none.
    /// </summary>
    public Execution? Attempt { get; init; }

    /// <summary>
    /// The measures that replace those of the sheet. The default is <c>null</c>: the sheet keeps its measures, except for a
    /// wait that ends with the change.
    /// </summary>
    public SheetMeasures? Measures { get; init; }

    /// <summary>
    /// The version of the sheet that the caller knows. The change is refused if another process has changed the sheet since.
    /// The default is <c>null</c>: this is not checked.
    /// </summary>
    public SheetVersion? Expected { get; init; }

    /// <summary>
    /// Indicates whether the job stays Running if the change finishes its last sheet, because its runner completes it together
    /// with its execution history. The default is <c>false</c>: the last sheet completes its job.
    /// </summary>
    public bool LeavesJobRunning { get; init; }

    /// <summary>
    /// The token of the claim of the job or the sheet. The change is refused with LeaseLost if it is not valid any more. The default is
    /// <c>null</c>: the change is not one of a run.
    /// </summary>
    public long? Token { get; init; }

    /// <summary>
    /// The session that makes the change. If it starts the sheet, it gets the claim of the job, and gives it back when none of the
    /// job's sheets is in progress any more. The default is <c>null</c>: nothing is claimed.
    /// </summary>
    public Worker? Session { get; init; }

    /// <summary>Starts an attempt.</summary>
    /// <param name="Runner">The process that makes the attempt; <c>null</c> if several processes run sheets of the job.</param>
    public sealed record Start(RunnerProcess? Runner) : SheetUpdate
    {
        /// <summary>The purpose of the attempt: one of <see cref="ExecutionModes"/>. The default is <c>null</c>.</summary>
        public string? Mode { get; init; }

        /// <summary>
        /// Indicates whether the start is refused unless <see cref="Runner"/> already runs the job, so that a job that was
        /// paused meanwhile stays paused. The default is <c>false</c>.
        /// </summary>
        public bool OnlyAsRunner { get; init; }
    }

    /// <summary>Ends the attempt with success: the sheet is Completed.</summary>
    /// <param name="Result">The result of the attempt.</param>
    public sealed record Complete(SheetResult Result) : SheetUpdate
    {
        /// <summary>The outputs of the attempt. They are written in the same step. The default is none.</summary>
        public IReadOnlyList<SheetOutput> Outputs { get; init; } = [];
    }

    /// <summary>
    /// Gives the sheet the items that its source has: each gets a sheet of its own, unless it has one already. The sheet is Pending until
    /// they are done.
    /// </summary>
    /// <param name="Items">The items, whose parent is the sheet.</param>
    public sealed record Expand(ItemList Items) : SheetUpdate
    {
        /// <summary>
        /// Indicates whether the items are added to those that the sheet has, of which none that is Completed is left out. The default is
        /// <c>false</c>: the sheet has these items only.
        /// </summary>
        public bool Extends { get; init; }
    }

    /// <summary>Ends the attempt with a failure: the sheet is Failed.</summary>
    /// <param name="Result">The result of the attempt.</param>
    /// <param name="Message">The reason; if it is empty, it becomes <c>Unknown error</c>.</param>
    /// <param name="Category">The kind of failure: one of <see cref="ErrorCategories"/>.</param>
    public sealed record Fail(SheetResult Result, string? Message = null, string? Category = null) : SheetUpdate
    {
        /// <summary>
        /// Indicates whether the sheet fails because it was denied, so that the next run asks for approval again. The default is
        /// <c>false</c>.
        /// </summary>
        public bool AppliesDenial { get; init; }
    }

    /// <summary>Asks for the decision of a user before the sheet starts: the sheet is Fermata.</summary>
    /// <param name="Approval">What is to be decided. It is written in the same step.</param>
    public sealed record Ask(SheetApproval Approval) : SheetUpdate;

    /// <summary>Skips the sheet.</summary>
    /// <param name="Reason">The reason.</param>
    public sealed record Skip(string? Reason = null) : SheetUpdate;

    /// <summary>Ends the attempt, if there is one, and waits before the next one.</summary>
    /// <param name="For">The reason for which the sheet waits.</param>
    /// <param name="Result">The result of the attempt.</param>
    /// <param name="Message">The reason as a sentence.</param>
    /// <param name="Category">The kind of failure: one of <see cref="ErrorCategories"/>.</param>
    public sealed record Wait(SheetWaitReason For, SheetResult Result, string? Message = null, string? Category = null)
        : SheetUpdate;

    /// <summary>
    /// Replaces the measures of an attempt that is still running, so that what it has reported is kept if its process dies.
    /// </summary>
    public sealed record Measure : SheetUpdate;

    /// <summary>Reverts the attempt; an interrupted attempt does not count towards the number of attempts.</summary>
    /// <param name="IsCancelled">
    /// Indicates whether the sheet is Cancelled with its job; otherwise it becomes Pending again. The default is <c>false</c>.
    /// </param>
    public sealed record Interrupt(bool IsCancelled = false) : SheetUpdate
    {
        /// <summary>
        /// The process that made the attempt. The change is refused if another process runs the job now, because the current
        /// attempt is then its own. The default is <c>null</c>: this is not checked.
        /// </summary>
        public RunnerProcess? Runner { get; init; }
    }
}
