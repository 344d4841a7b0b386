using Microsoft.Data.Sqlite;

namespace Marianne.Testing;

/// <summary>Accesses a database with plain SQL, as another program does.</summary>
public sealed class PlainSqlite : IDisposable
{
    private readonly SqliteConnection _connection;

    public PlainSqlite(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
    }

    public void Execute(string sql, params object?[] values)
    {
        using SqliteCommand command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    public object? Scalar(string sql, params object?[] values)
    {
        using SqliteCommand command = Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>Returns every row as text with the names of its columns, so that two files can be compared.</summary>
    public List<string> Rows(string sql, params object?[] values)
    {
        using SqliteCommand command = Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(column =>
                reader.IsDBNull(column)
                    ? $"{reader.GetName(column)} NULL"
                    : FormattableString.Invariant($"{reader.GetName(column)} {reader.GetValue(column)}"))));
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, object?[] values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int index = 0; index < values.Length; index++)
            command.Parameters.AddWithValue($"@{index + 1}", values[index] ?? DBNull.Value);
        return command;
    }
}
