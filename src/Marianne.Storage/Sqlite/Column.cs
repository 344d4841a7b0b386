namespace Marianne.Storage.Sqlite;

/// <summary>Maps a property of an object to a column of its row.</summary>
/// <param name="Property">The name of the property.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Write">Returns the column's value for an object.</param>
/// <param name="Read">Sets the property of an object to the column's value.</param>
internal sealed record Column<T>(
    string Property,
    string Name,
    Func<T, object?> Write,
    Action<T, ColumnReader> Read);
