namespace Marianne.Storage.Relational;

/// <summary>Maps a property of an object to a column of its row.</summary>
/// <param name="Property">The name of the property.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Write">Returns the column's value for an object.</param>
/// <param name="Read">Sets the property of an object to the column's value.</param>
/// <param name="AreEqual">Determines whether two objects have the same value, without converting it to that of a column.</param>
internal sealed record Column<T>(
    string Property,
    string Name,
    Func<T, SqlDialect, object?> Write,
    Action<T, ColumnReader> Read,
    Func<T, T, bool> AreEqual)
{
    /// <summary>Indicates whether the column holds free text in every database, so that it can keep any value.</summary>
    public bool IsText { get; init; }
}
