using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads a table that may have damaged pages. Rows are read in the order of their ids, without any index; where a page is damaged,
/// the scan continues with the first row behind it.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="table">The table, with the name of its database.</param>
/// <param name="columns">The columns to read.</param>
internal sealed class SalvageScan(SqliteSession session, string table, string columns)
{
    private readonly List<(long First, long Count)> _readable = [];
    private readonly List<(long First, long? Last)> _damaged = [];

    /// <summary>The runs of rows that can be read: the first id, and the number of rows.</summary>
    public IReadOnlyList<(long First, long Count)> Readable => _readable;

    /// <summary>The ranges of ids that cannot be read; without an end for the rest of the table.</summary>
    public IReadOnlyList<(long First, long? Last)> Damaged => _damaged;

    /// <summary>Reads the table.</summary>
    /// <param name="read">Reads a row whose first column is its id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public SalvageScan Run(Action<SqliteDataReader>? read, CancellationToken cancellationToken)
    {
        long next = long.MinValue;
        while (!ReadTo(ref next, read, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (Probe(next))
            {
                case { IsReadable: true, RowId: { } row }:
                    _damaged.Add((row, row)); // The row is there, but not all of its columns.
                    next = row;
                    break;
                case { IsReadable: true }:
                    return this;
                default:
                    long first = Math.Max(next, 0);
                    long? behind = FirstReadable(first);
                    _damaged.Add((first, behind - 1));
                    if (behind is null)
                        return this;
                    next = behind.Value - 1;
                    break;
            }

            if (next == long.MaxValue)
                return this;
            next++;
        }

        return this;
    }

    /// <summary>Reads rows until the end, or until an error. Returns whether the end was reached.</summary>
    private bool ReadTo(ref long next, Action<SqliteDataReader>? read, CancellationToken cancellationToken)
    {
        long? first = null;
        long last = 0;
        long count = 0;
        try
        {
            using SqliteDataReader rows = session
                .Command($"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid >= @1 ORDER BY rowid", next).ExecuteReader();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int column = 1; column < rows.FieldCount; column++)
                    _ = rows.GetValue(column); // It may be on another page.
                read?.Invoke(rows);
                last = rows.GetInt64(0);
                first ??= last;
                count++;
            }

            return true;
        }
        catch (SqliteException error) when (error.IsDamage())
        {
            return false;
        }
        finally
        {
            if (first is { } start)
            {
                _readable.Add((start, count));
                next = last == long.MaxValue ? last : last + 1;
            }
        }
    }

    /// <summary>Looks for the first row from an id on.</summary>
    private (bool IsReadable, long? RowId) Probe(long id)
    {
        try
        {
            object? row = session.Scalar($"SELECT rowid FROM {table} NOT INDEXED WHERE rowid >= @1 ORDER BY rowid LIMIT 1", id);
            return (true, (long?)row);
        }
        catch (SqliteException error) when (error.IsDamage())
        {
            return (false, null);
        }
    }

    /// <summary>
    /// Returns the first id from which on the table can be read again, or <c>null</c> if the damage reaches to its end.
    /// </summary>
    private long? FirstReadable(long damaged)
    {
        for (int power = 0; power < 63; power++)
        {
            long distance = 1L << power;
            if (damaged > long.MaxValue - distance)
                return null;

            (bool isReadable, long? row) = Probe(damaged + distance);
            if (isReadable)
                return row is null ? null : Between(damaged + (distance / 2), damaged + distance);
        }

        return null;
    }

    /// <summary>Returns the first readable id between one that is damaged and one that is readable.</summary>
    private long Between(long damaged, long readable)
    {
        while (readable - damaged > 1)
        {
            long middle = damaged + ((readable - damaged) / 2);
            if (Probe(middle).IsReadable)
                readable = middle;
            else
                damaged = middle;
        }

        return readable;
    }
}
