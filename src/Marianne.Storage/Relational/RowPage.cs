namespace Marianne.Storage.Relational;

/// <summary>The rows of a listing to read next.</summary>
/// <param name="After">The row to continue after; <c>null</c> to start with the first.</param>
/// <param name="Skip">How many rows to skip.</param>
/// <param name="Count">The maximum number of rows to read.</param>
internal sealed record RowPage(RowKey? After, long Skip, long Count);
