namespace Marianne.Storage.Sqlite;

/// <summary>How a property of an object and a column of its row become one another.</summary>
/// <param name="Property">The property.</param>
/// <param name="Name">The column.</param>
/// <param name="Write">The column's value of an object.</param>
/// <param name="Read">Gives an object the column's value.</param>
internal sealed record Column<T>(
    string Property,
    string Name,
    Func<T, object?> Write,
    Action<T, ColumnReader> Read);
