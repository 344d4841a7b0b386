using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads rows column by column and collects the values that cannot be read.</summary>
/// <param name="columns">Reads the rows and their values.</param>
/// <param name="ownsRows">Indicates whether the rows end with this object. Otherwise, those of other queries follow.</param>
/// <param name="cancellationToken">A token to cancel the reading.</param>
internal sealed class RowReader(
    ColumnReader columns, bool ownsRows = true, CancellationToken cancellationToken = default) : IAsyncDisposable, IDisposable
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
        return columns.ReadAsync(cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public bool Read()
    {
        Reset();
        return columns.Read();
    }

    /// <summary>Reads the next column.</summary>
    public T Next<T>(Func<ColumnReader, T> read)
    {
        columns.Ordinal = _next++;
        columns.Problem = null;
        T value = read(columns);
        if (columns.Problem is { } problem)
            (_unreadable ??= []).Add(new UnreadableValue(columns.Name, columns.Raw(), problem));
        return value;
    }

    /// <summary>Returns the value of a column as the database has it.</summary>
    public object? Value(int ordinal)
    {
        columns.Ordinal = ordinal;
        return columns.Value();
    }

    /// <summary>Reads the next column as bytes.</summary>
    public byte[] NextBytes()
    {
        columns.Ordinal = _next++;
        return columns.Bytes();
    }

    /// <summary>Reads the next two columns, which are the row's position in its listing.</summary>
    public RowKey NextKey()
    {
        object? time = Value(_next++);
        columns.Ordinal = _next++;
        return new RowKey(time, columns.Int64());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ownsRows ? columns.EndAsync() : default;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsRows)
            columns.End();
    }

    private void Reset()
    {
        _next = 0;
        _unreadable = null;
    }
}
