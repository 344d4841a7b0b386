namespace Marianne.Running;

/// <summary>The result of checking the cost of an attempt against the limits.</summary>
internal sealed record CostCheckResult
{
    /// <summary>The reason why the sheet fails, or <c>null</c> if it is within its limit.</summary>
    public string? SheetError { get; init; }

    /// <summary>The reason why the job is paused, or <c>null</c> if it is within its limit.</summary>
    public string? JobError { get; init; }

    /// <summary>The warnings about costs near a limit.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
