using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads rows column by column and collects the values that cannot be read.</summary>
internal sealed class RowReader(SqliteDataReader reader)
{
    private readonly ColumnReader _columns = new(reader);
    private List<UnreadableValue>? _unreadable;
    private int _next;

    /// <summary>The values of the current row that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable => (IReadOnlyList<UnreadableValue>?)_unreadable ?? [];

    /// <summary>Moves to the next row. Returns <c>false</c> after the last one.</summary>
    public bool Read()
    {
        _next = 0;
        _unreadable = null;
        return reader.Read();
    }

    /// <summary>Reads the next column.</summary>
    public T Next<T>(Func<ColumnReader, T> read)
    {
        _columns.Ordinal = _next++;
        _columns.Problem = null;
        T value = read(_columns);
        if (_columns.Problem is { } problem)
            (_unreadable ??= []).Add(new UnreadableValue(reader.GetName(_columns.Ordinal), _columns.Raw(), problem));
        return value;
    }

    /// <summary>Reads the next two columns, which are the row's position in its listing.</summary>
    public RowKey NextKey() => new(reader.GetValue(_next++), reader.GetInt64(_next++));

    /// <summary>Reads the rest of the rows of a listing.</summary>
    /// <param name="read">Reads a row up to its key.</param>
    public List<(T Row, RowKey Key)> ReadPage<T>(Func<RowReader, T> read)
    {
        var rows = new List<(T, RowKey)>();
        while (Read())
            rows.Add((read(this), NextKey()));
        return rows;
    }
}
