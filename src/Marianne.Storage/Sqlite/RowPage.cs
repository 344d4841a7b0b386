namespace Marianne.Storage.Sqlite;

/// <summary>Which rows of a listing to read.</summary>
/// <param name="After">The row to go on after; nothing to begin with the first.</param>
/// <param name="Skip">How many to pass over.</param>
/// <param name="Count">How many to read at most.</param>
internal sealed record RowPage(RowKey? After, long Skip, long Count);
