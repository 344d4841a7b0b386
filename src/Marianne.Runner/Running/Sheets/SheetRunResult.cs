namespace Marianne.Running;

/// <summary>The result of running a sheet.</summary>
internal enum SheetRunResult
{
    /// <summary>The sheet is Completed or Skipped.</summary>
    Done,

    /// <summary>The sheet failed and is not retried.</summary>
    Failed,

    /// <summary>The sheet failed and is not retried, and the score allows its failure.</summary>
    FailedAsAllowed,

    /// <summary>The sheet failed and is not retried. It is an item, whose failure does not hold back other sheets.</summary>
    FailedAlone,

    /// <summary>The sheet has its items, which run next. It is done when they are.</summary>
    Expanded,

    /// <summary>The run was stopped before the sheet ended.</summary>
    Stopped,
}
