using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Maps objects to the rows of a table. A value that this version cannot read is recorded and survives a later write.
/// </summary>
/// <param name="name">The name of the table.</param>
/// <param name="keys">The key columns, with the value of an object for each.</param>
/// <param name="columns">The other columns.</param>
internal sealed class SqliteTable<T>(
    string name, IReadOnlyList<(string Name, Func<T, object> Value)> keys, IReadOnlyList<Column<T>> columns)
    where T : StoredObject
{
    private readonly string _upsert = UpsertOf(name, keys, columns, _ => true);

    /// <summary>Returns the same table without one of its columns, which is then neither read nor written.</summary>
    public SqliteTable<T> Without(string property) => new(name, keys, [.. columns.Where(column => column.Property != property)]);

    /// <summary>
    /// Returns the columns in the order in which <see cref="Read"/> expects them, with NULL for one that an older file lacks.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="former">Returns a column's former name, or <c>null</c> if it was never renamed.</param>
    public string Select(SqliteSession session, Func<string, string?>? former = null) =>
        string.Join(", ", columns.Select(column => SourceOf(session, column.Name, former)));

    /// <summary>Sets the properties of an object to the values of the current row.</summary>
    /// <param name="reader">The reader, positioned at the row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="target">The object.</param>
    public void Read(ColumnReader reader, int first, T target)
    {
        List<(string Property, UnreadableValue Value)>? unreadable = null;
        for (int index = 0; index < columns.Count; index++)
        {
            Column<T> column = columns[index];
            reader.Ordinal = first + index;
            reader.Problem = null;
            column.Read(target, reader);
            if (reader.Problem is { } problem)
                (unreadable ??= []).Add((column.Property, new UnreadableValue(column.Name, reader.Raw(), problem)));
        }

        // Last, because setting a property removes its record.
        foreach ((string property, UnreadableValue value) in unreadable ?? [])
            target.SetUnreadable(property, value);
    }

    /// <summary>
    /// Inserts the row of an object or updates the existing one. A value that could not be read is left unchanged.
    /// </summary>
    public void Write(SqliteSession session, T source)
    {
        string sql = source.Unreadable.Count == 0
            ? _upsert
            : UpsertOf(name, keys, columns, column => !source.Unreadable.ContainsKey(column.Property));

        session.Command(sql, [.. keys.Select(key => key.Value(source)), .. columns.Select(column => ValueOf(column, source))])
            .ExecuteNonQuery();
    }

    private static object? ValueOf(Column<T> column, T source) =>
        source.Unreadable.TryGetValue(column.Property, out UnreadableValue? kept) ? kept.Raw : column.Write(source);

    private string SourceOf(SqliteSession session, string column, Func<string, string?>? former)
    {
        if (session.Has(name, column))
            return $"{name}.{column}";
        return former?.Invoke(column) is { } earlier && session.Has(name, earlier) ? $"{name}.{earlier}" : "NULL";
    }

    private static string UpsertOf(
        string table,
        IReadOnlyList<(string Name, Func<T, object> Value)> keys,
        IReadOnlyList<Column<T>> columns,
        Func<Column<T>, bool> isReplaced)
    {
        string[] keyNames = [.. keys.Select(key => key.Name)];
        string[] names = [.. keyNames, .. columns.Select(column => column.Name)];
        string values = string.Join(", ", Enumerable.Range(1, names.Length).Select(number => $"@{number}"));
        string updates = string.Join(
            ", ", columns.Where(isReplaced).Select(column => $"{column.Name} = excluded.{column.Name}"));
        return $"""
            INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({values})
            ON CONFLICT ({string.Join(", ", keyNames)}) DO UPDATE SET {updates}
            """;
    }
}
