using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>The result of an item of a job.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The number of the sheet that works on the item.</param>
/// <param name="Key">The key of the item.</param>
/// <param name="Status">The status of its sheet.</param>
public sealed record ItemResult(string JobId, int SheetNumber, string Key, SheetStatus Status)
{
    /// <summary>The item, as the block of <c>-ForEach</c> sees it.</summary>
    public object? Item { get; init; }

    /// <summary>
    /// What the block wrote for the item when it was completed: one object, an array of several, or <c>null</c> for nothing.
    /// </summary>
    public object? Output { get; init; }

    /// <summary>The duration of the last attempt; <c>null</c> if there was none.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The reason why the item failed or was skipped; <c>null</c> if there is none.</summary>
    public string? ErrorMessage { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
