using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Maps objects to the rows of a table. A value that this version cannot read is recorded and survives a later write.
/// </summary>
/// <param name="name">The name of the table.</param>
/// <param name="keys">The key columns, with the value of an object for each.</param>
/// <param name="columns">The other columns.</param>
/// <param name="indexed">The property whose column has an index and that most changes leave as it is.</param>
internal sealed class SqlTable<T>(
    string name, IReadOnlyList<(string Name, Func<T, object> Value)> keys, IReadOnlyList<Column<T>> columns, string indexed)
    where T : StoredObject
{
    /// <summary>The column of what could not be read, in a database whose columns do not hold any value.</summary>
    private const string Unreadable = "unreadable";

    private readonly string _insert = InsertOf(name, keys, Names(columns));
    private readonly string _upsert = InsertOf(name, keys, Names(columns)) + UpdateOf(keys, Names(columns));
    private readonly string _updateUnindexed = UpdateUnindexedOf(name, keys, columns, indexed);
    private readonly ConcurrentDictionary<UInt128, string> _updates = [];
    private readonly string _typedInsert = InsertOf(name, keys, Names(columns).Append(Unreadable));
    private readonly string _typedUpsert =
        InsertOf(name, keys, Names(columns).Append(Unreadable)) + UpdateOf(keys, Names(columns).Append(Unreadable));

    /// <summary>Returns the same table without one of its columns, which is then neither read nor written.</summary>
    public SqlTable<T> Without(string property) => new(name, keys, [.. columns.Where(column => column.Property != property)], indexed);

    /// <summary>
    /// Returns the columns in the order in which <see cref="Read"/> expects them, with NULL for one that an older store lacks.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="former">Returns a column's former name, or <c>null</c> if it was never renamed.</param>
    public string Select(SqlSession session, Func<string, string?>? former = null)
    {
        IEnumerable<string> sources = columns.Select(column => SourceOf(session, column.Name, former));
        return string.Join(", ", session.Dialect.HoldsAnyValue ? sources : sources.Append($"{name}.{Unreadable}"));
    }

    /// <summary>Sets the properties of an object to the values of the current row.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The reader, positioned at the row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="target">The object.</param>
    public void Read(SqlSession session, ColumnReader reader, int first, T target)
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

        if (unreadable is not null)
        {
            // Last, because setting a property removes its record.
            foreach ((string property, UnreadableValue value) in unreadable)
                target.SetUnreadable(property, value);
        }

        if (session.Dialect.HoldsAnyValue)
            return;

        reader.Ordinal = first + columns.Count;
        foreach ((string property, UnreadableValue value) in StoredJson.Unreadable(reader.Text()))
            target.SetUnreadable(property, value);
    }

    /// <summary>Inserts the row of an object, which must not exist.</summary>
    /// <param name="session">The session.</param>
    /// <param name="source">The object.</param>
    public ValueTask InsertAsync(SqlSession session, T source) => session.PostAsync(
        session.Dialect.HoldsAnyValue ? _insert : _typedInsert, ValuesOf(source, session.Dialect));

    /// <summary>
    /// Inserts the row of an object or updates the existing one. A value that could not be read is left unchanged.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="source">The object.</param>
    public ValueTask WriteAsync(SqlSession session, T source) => session.PostAsync(
        session.Dialect.HoldsAnyValue ? UpsertFor(source) : _typedUpsert, ValuesOf(source, session.Dialect));

    /// <summary>
    /// Writes the row of an object as <see cref="WriteAsync"/> does. If the row exists and its indexed column has the value already, no
    /// statement names that column, because SQLite would write the pages of its index again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="source">The object.</param>
    public async ValueTask RewriteAsync(SqlSession session, T source)
    {
        bool isRewritten = session.Dialect.HoldsAnyValue && source.Unreadable.Count == 0
            && await session.ExecuteAsync(_updateUnindexed, ValuesOf(source, session.Dialect)).ConfigureAwait(false) > 0;
        if (!isRewritten)
            await WriteAsync(session, source).ConfigureAwait(false);
    }

    /// <summary>
    /// Updates the row of an object that this transaction has read and locked: only the columns that changed.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="before">The object as it was read.</param>
    /// <param name="after">The object as it is written.</param>
    public ValueTask UpdateAsync(SqlSession session, T before, T after)
    {
        bool areReadable = before.Unreadable.Count == 0 && after.Unreadable.Count == 0;
        UInt128 changed = UInt128.Zero;
        for (int index = 0; index < columns.Count; index++)
        {
            if (areReadable ? !columns[index].AreEqual(before, after) : DifferInStore(columns[index]))
                changed |= UInt128.One << index;
        }

        if (!areReadable && !session.Dialect.HoldsAnyValue
            && !Equals(UnreadableOf(before, session.Dialect), UnreadableOf(after, session.Dialect)))
        {
            changed |= UInt128.One << columns.Count;
        }

        return changed == UInt128.Zero
            ? default
            : session.PostAsync(_updates.GetOrAdd(changed, UpdateOf), ChangedValuesOf(after, changed, session.Dialect));

        bool DifferInStore(Column<T> column) =>
            !Equals(ValueOf(column, before, session.Dialect), ValueOf(column, after, session.Dialect));
    }

    /// <summary>Returns the values of the keys and of the columns that changed, in the order of the parameters.</summary>
    private object?[] ChangedValuesOf(T source, UInt128 changed, SqlDialect dialect)
    {
        object?[] values = new object?[keys.Count + (int)UInt128.PopCount(changed)];
        int next = 0;
        foreach ((_, Func<T, object> key) in keys)
            values[next++] = key(source);
        for (int index = 0; next < values.Length; index++)
        {
            if ((changed >> index & 1) == 1)
                values[next++] = index < columns.Count ? ValueOf(columns[index], source, dialect) : UnreadableOf(source, dialect);
        }

        return values;
    }

    /// <summary>
    /// Returns the values of the keys, of the columns and, where they do not hold any value, what could not be read.
    /// </summary>
    private object?[] ValuesOf(T source, SqlDialect dialect)
    {
        object?[] values = new object?[keys.Count + columns.Count + (dialect.HoldsAnyValue ? 0 : 1)];
        for (int index = 0; index < keys.Count; index++)
            values[index] = keys[index].Value(source);
        for (int index = 0; index < columns.Count; index++)
            values[keys.Count + index] = ValueOf(columns[index], source, dialect);
        if (!dialect.HoldsAnyValue)
            values[^1] = UnreadableOf(source, dialect);
        return values;
    }

    private static object? ValueOf(Column<T> column, T source, SqlDialect dialect) =>
        (dialect.HoldsAnyValue || column.IsText) && source.Unreadable.TryGetValue(column.Property, out UnreadableValue? kept)
            ? kept.Raw
            : column.Write(source, dialect);

    private object? UnreadableOf(T source, SqlDialect dialect) => dialect.Json(StoredJson.Unreadable(KeptOf(source)));

    /// <summary>Returns the statement that updates some columns.</summary>
    /// <param name="changed">A bit for each of their ordinals.</param>
    private string UpdateOf(UInt128 changed)
    {
        int next = keys.Count;
        IEnumerable<string> names = Names(columns).Append(Unreadable).Where((_, index) => (changed >> index & 1) == 1);
        return UpdateOf(name, [.. names.Select(column => (column, ++next))], Numbered(keys));
    }

    /// <summary>Returns the statement that updates all columns but an indexed one, if that has the value of the object already.</summary>
    private static string UpdateUnindexedOf(
        string table, IReadOnlyList<(string Name, Func<T, object> Value)> keys, IReadOnlyList<Column<T>> columns, string indexed)
    {
        ILookup<bool, (string, int)> parts = columns.Select((column, index) => (column, Number: keys.Count + index + 1))
            .ToLookup(part => part.column.Property == indexed, part => (part.column.Name, part.Number));
        return UpdateOf(table, parts[false], Numbered(keys).Concat(parts[true]));
    }

    /// <summary>Returns the statement that sets columns of the rows in which others have certain values.</summary>
    private static string UpdateOf(string table, IEnumerable<(string, int)> set, IEnumerable<(string, int)> compared) =>
        $"UPDATE main.{table} SET {Equal(set, ", ")} WHERE {Equal(compared, " AND ")}";

    private static string Equal(IEnumerable<(string Column, int Parameter)> pairs, string separator) =>
        string.Join(separator, pairs.Select(pair => $"{pair.Column} = @{pair.Parameter}"));

    private static IEnumerable<(string, int)> Numbered(IReadOnlyList<(string Name, Func<T, object> Value)> keys) =>
        keys.Select((key, index) => (key.Name, index + 1));

    private string UpsertFor(T source) => source.Unreadable.Count == 0
        ? _upsert
        : _insert + UpdateOf(keys, Names(columns.Where(column => !source.Unreadable.ContainsKey(column.Property))));

    /// <summary>Returns what could not be read and is not kept by a column of text.</summary>
    private IEnumerable<KeyValuePair<string, UnreadableValue>> KeptOf(T source) => source.Unreadable.Where(
        value => value.Key == nameof(Sheet.Measures) || columns.Any(column => column.Property == value.Key && !column.IsText));

    private string SourceOf(SqlSession session, string column, Func<string, string?>? former)
    {
        if (session.Has(name, column))
            return $"{name}.{column}";
        return former?.Invoke(column) is { } earlier && session.Has(name, earlier) ? $"{name}.{earlier}" : "NULL";
    }

    private static IEnumerable<string> Names(IEnumerable<Column<T>> columns) => columns.Select(column => column.Name);

    private static string InsertOf(
        string table, IReadOnlyList<(string Name, Func<T, object> Value)> keys, IEnumerable<string> columns)
    {
        string[] names = [.. keys.Select(key => key.Name), .. columns];
        string values = string.Join(", ", Enumerable.Range(1, names.Length).Select(number => $"@{number}"));
        return $"INSERT INTO main.{table} ({string.Join(", ", names)}) VALUES ({values})";
    }

    private static string UpdateOf(IReadOnlyList<(string Name, Func<T, object> Value)> keys, IEnumerable<string> columns)
    {
        string updates = string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"));
        return $" ON CONFLICT ({string.Join(", ", keys.Select(key => key.Name))}) DO UPDATE SET {updates}";
    }
}
