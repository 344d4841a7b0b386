namespace Marianne.Jobs;

/// <summary>An item with the number of its sheet.</summary>
/// <param name="Number">The sheet's number.</param>
/// <param name="Item">The item.</param>
public sealed record NumberedItem(int Number, SheetItem Item);
