namespace Marianne.Jobs;

/// <summary>A change of one sheet that a store makes in one step, whatever was saved meanwhile.</summary>
public abstract record SheetUpdate
{
    private SheetUpdate()
    {
    }

    /// <summary>Starts an attempt.</summary>
    /// <param name="Runner">The process that makes it.</param>
    public sealed record Start(RunnerProcess Runner) : SheetUpdate;

    /// <summary>Ends the attempt: the sheet is done.</summary>
    /// <param name="Result">What was measured.</param>
    public sealed record Complete(SheetResult Result) : SheetUpdate;

    /// <summary>Ends the attempt: it failed.</summary>
    /// <param name="Result">What was measured.</param>
    /// <param name="Message">Why it failed; <c>Unknown error</c> when nothing is said.</param>
    /// <param name="Category">The kind of failure: one of <see cref="ClosedWords.ErrorCategories"/>.</param>
    public sealed record Fail(SheetResult Result, string? Message = null, string? Category = null) : SheetUpdate;

    /// <summary>Passes the sheet over.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Skip(string? Reason = null) : SheetUpdate;
}
