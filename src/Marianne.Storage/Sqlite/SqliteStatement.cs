using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// A prepared statement, and the rows of its current run. It runs again and again, so it allocates nothing for a run or a value, as
/// the commands of the library do.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    /// <summary>The size of the texts that are converted on the stack.</summary>
    private const int ShortText = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _numbers;
    private readonly SqliteColumnReader _columns;
    private bool _hasRows;
    private bool _isRunning;

    /// <summary>Prepares a statement.</summary>
    /// <param name="database">The connection.</param>
    /// <param name="sql">The text. It names the parameters <c>@1</c>, <c>@2</c>, ...</param>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(database, sql, out _statement, out string rest), database);
        if (!string.IsNullOrWhiteSpace(rest))
            throw new ArgumentException($"It is more than one statement: {sql}", nameof(sql));

        _numbers = new int[sqlite3_bind_parameter_count(_statement)];
        for (int index = 0; index < _numbers.Length; index++)
        {
            string name = sqlite3_bind_parameter_name(_statement, index + 1).utf8_to_string();
            _numbers[index] = int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        _columns = new SqliteColumnReader(_statement, this);
    }

    /// <summary>Runs the statement and returns the number of rows that it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Start(values);
        try
        {
            while (Read())
            {
                // The rows of a statement that is not a query, such as a PRAGMA, have no meaning.
            }

            return sqlite3_stmt_readonly(_statement) == 0 ? sqlite3_changes(_database) : 0;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Returns the first value of the first row, or <c>null</c> if it is NULL or there is no row.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Start(values);
        try
        {
            _columns.Ordinal = 0;
            return Read() ? _columns.Value() : null;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Starts a query. Its rows must be ended before the statement runs again.</summary>
    public SqliteColumnReader Query(params ReadOnlySpan<object?> values)
    {
        Start(values);
        return _columns;
    }

    /// <summary>Moves to the next row. Returns <c>false</c> after the last one.</summary>
    public bool Read()
    {
        if (!_hasRows)
            return false; // Another step would run the statement again.

        int result = sqlite3_step(_statement);
        _hasRows = result == SQLITE_ROW;
        SqliteException.ThrowExceptionForRC(result, _database);
        return _hasRows;
    }

    /// <summary>Ends the current run.</summary>
    public void End()
    {
        sqlite3_reset(_statement); // Returns the error of the last step once more.
        sqlite3_clear_bindings(_statement);
        (_hasRows, _isRunning) = (false, false);
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Start(ReadOnlySpan<object?> values)
    {
        if (_isRunning)
            throw new InvalidOperationException("The rows of the statement are still read.");

        for (int index = 0; index < _numbers.Length; index++)
            SqliteException.ThrowExceptionForRC(Bind(index + 1, values[_numbers[index] - 1]), _database);
        (_hasRows, _isRunning) = (true, true);
    }

    private int Bind(int index, object? value) => value switch
    {
        null => sqlite3_bind_null(_statement, index),
        "" => sqlite3_bind_text(_statement, index, ""), // An empty span would be NULL.
        string text => BindText(index, text),
        int number => sqlite3_bind_int64(_statement, index, number),
        long number => sqlite3_bind_int64(_statement, index, number),
        bool flag => sqlite3_bind_int64(_statement, index, flag ? 1 : 0),
        double number when double.IsNaN(number) => throw new InvalidOperationException("SQLite cannot store NaN."),
        double number => sqlite3_bind_double(_statement, index, number),
        byte[] bytes => sqlite3_bind_blob(_statement, index, bytes),
        ReadOnlyMemory<byte> bytes => sqlite3_bind_blob(_statement, index, bytes.Span),
        _ => throw new ArgumentException($"SQLite has no {value.GetType()}.", nameof(value)),
    };

    private int BindText(int index, string text)
    {
        int longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= ShortText)
        {
            Span<byte> bytes = stackalloc byte[ShortText];
            return sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            return sqlite3_bind_text(_statement, index, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
