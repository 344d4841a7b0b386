namespace Marianne.Running;

/// <summary>What follows from what an attempt cost.</summary>
internal sealed record CostCheckResult
{
    /// <summary>Why the sheet fails; nothing when it may go on.</summary>
    public string? SheetIsOver { get; init; }

    /// <summary>Why the job is paused; nothing when it may go on.</summary>
    public string? JobIsOver { get; init; }

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
