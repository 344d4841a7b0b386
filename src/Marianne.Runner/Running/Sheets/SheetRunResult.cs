namespace Marianne.Running;

/// <summary>How the playing of a sheet ended.</summary>
internal enum SheetRunResult
{
    /// <summary>It is Completed or Skipped.</summary>
    Done,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>The run was stopped before it was done.</summary>
    Stopped,
}
