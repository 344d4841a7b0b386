using System.Data.Common;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads rows column by column and collects the values that cannot be read.</summary>
/// <param name="reader">The rows.</param>
/// <param name="columns">Reads the values of the same rows.</param>
/// <param name="ownsReader">Indicates whether the rows end with this object. Otherwise, those of other queries follow.</param>
/// <param name="cancellationToken">A token to cancel the reading.</param>
internal sealed class RowReader(
    DbDataReader reader, ColumnReader columns, bool ownsReader = true, CancellationToken cancellationToken = default) : IAsyncDisposable
{
    private List<UnreadableValue>? _unreadable;
    private int _next;

    /// <summary>Reads the values of the current row one by one.</summary>
    public ColumnReader Columns => columns;

    /// <summary>The values of the current row that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable => (IReadOnlyList<UnreadableValue>?)_unreadable ?? [];

    /// <summary>Moves to the next row. Returns <c>false</c> after the last one.</summary>
    public ValueTask<bool> ReadAsync()
    {
        Reset();
        return new(reader.ReadAsync(cancellationToken));
    }

    /// <inheritdoc cref="ReadAsync"/>
    public bool Read()
    {
        Reset();
        return reader.Read();
    }

    /// <summary>Reads the next column.</summary>
    public T Next<T>(Func<ColumnReader, T> read)
    {
        columns.Ordinal = _next++;
        columns.Problem = null;
        T value = read(columns);
        if (columns.Problem is { } problem)
            (_unreadable ??= []).Add(new UnreadableValue(reader.GetName(columns.Ordinal), columns.Raw(), problem));
        return value;
    }

    /// <summary>Returns the value of a column as the database has it.</summary>
    public object? Value(int ordinal) => reader.GetValue(ordinal) is not DBNull and var value ? value : null;

    /// <summary>Reads the next column as bytes.</summary>
    public byte[] NextBytes() => reader.GetFieldValue<byte[]>(_next++);

    /// <summary>Reads the next two columns, which are the row's position in its listing.</summary>
    public RowKey NextKey() => new(reader.GetValue(_next++), reader.GetInt64(_next++));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ownsReader ? reader.DisposeAsync() : default;

    private void Reset()
    {
        _next = 0;
        _unreadable = null;
    }
}
