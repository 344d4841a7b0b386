using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>A table whose rows are objects that may hold values this version cannot read, and must not lose.</summary>
/// <param name="name">The table.</param>
/// <param name="keys">Its key columns, with the value that an object has for each.</param>
/// <param name="columns">Its other columns.</param>
internal sealed class SqliteTable<T>(
    string name, IReadOnlyList<(string Name, Func<T, object> Value)> keys, IReadOnlyList<Column<T>> columns)
    where T : StoredObject
{
    private readonly string _upsert = UpsertOf(name, keys, columns, _ => true);

    /// <summary>The same table without one of its columns, which is then neither read nor written.</summary>
    public SqliteTable<T> Without(string property) => new(name, keys, [.. columns.Where(column => column.Property != property)]);

    /// <summary>The columns in the order in which <see cref="Read"/> expects them; NULL for one that an older file lacks.</summary>
    /// <param name="session">The file.</param>
    /// <param name="former">A column's earlier name, by name.</param>
    public string Select(SqliteSession session, Func<string, string?>? former = null) =>
        string.Join(", ", columns.Select(column => SourceOf(session, column.Name, former)));

    /// <summary>Gives an object the values of the current row.</summary>
    /// <param name="reader">The row.</param>
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

        // Only now: setting a property would take its entry away again.
        foreach ((string property, UnreadableValue value) in unreadable ?? [])
            target.SetUnreadable(property, value);
    }

    /// <summary>Writes an object over its row, or as a new one. A value that could not be read stays as it is.</summary>
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
