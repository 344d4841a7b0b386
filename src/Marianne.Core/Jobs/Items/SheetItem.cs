namespace Marianne.Jobs;

/// <summary>An item of a job: what one of its sheets works on. The sheet and the item have the same number.</summary>
/// <param name="Parent">
/// The number of the sheet that the item belongs to; 0 if it belongs to the job itself, as the items of a pipeline do.
/// </param>
/// <param name="Key">The key, unique among the items of the parent: see <see cref="ItemKey"/>.</param>
/// <param name="Position">The position in the source, from 1; <c>null</c> if the source does not have the item any more.</param>
public sealed record SheetItem(int Parent, string Key, int? Position)
{
    /// <summary>The value as JSON: see <see cref="ItemInput"/>. It is <c>null</c> if it was not read, or is to be kept as it is stored.</summary>
    public string? Value { get; init; }
}
