using System.Text.Unicode;
using Marianne.Storage.Relational;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads the columns of SQLite, which lets any column hold any value.</summary>
internal sealed class SqliteColumnReader(sqlite3_stmt statement, SqliteStatement rows) : ColumnReader
{
    /// <inheritdoc/>
    public override string Name => sqlite3_column_name(statement, Ordinal).utf8_to_string();

    /// <inheritdoc/>
    public override bool IsNull => sqlite3_column_type(statement, Ordinal) == SQLITE_NULL;

    /// <inheritdoc/>
    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(rows.Read());

    /// <inheritdoc/>
    public override bool Read() => rows.Read();

    /// <inheritdoc/>
    public override ValueTask EndAsync()
    {
        End();
        return default;
    }

    /// <inheritdoc/>
    public override void End() => rows.End();

    /// <inheritdoc/>
    public override object? Value() => Kind() switch
    {
        SQLITE_INTEGER => Int64(),
        SQLITE_FLOAT => sqlite3_column_double(statement, Ordinal),
        SQLITE_TEXT => Raw(),
        SQLITE_BLOB => Bytes(),
        _ => null,
    };

    /// <inheritdoc/>
    public override byte[] Bytes() => sqlite3_column_blob(statement, Ordinal).ToArray();

    /// <inheritdoc/>
    public override string Raw() => sqlite3_column_text(statement, Ordinal).utf8_to_string() ?? "";

    /// <inheritdoc/>
    public override string? Text() => Kind() switch
    {
        SQLITE_TEXT => ValidText(),
        SQLITE_NULL => null,
        _ => Fail<string>("it is not text"),
    };

    /// <inheritdoc/>
    public override long Int64() => sqlite3_column_int64(statement, Ordinal);

    /// <inheritdoc/>
    public override int? Int32()
    {
        if (IsNull)
            return null;

        long value = sqlite3_column_int64(statement, Ordinal);
        bool isWhole = Kind() == SQLITE_INTEGER && value is >= int.MinValue and <= int.MaxValue;
        return isWhole ? (int)value : Fail<int?>("it is not a whole number");
    }

    /// <inheritdoc/>
    public override long LongCount()
    {
        if (Kind() is not (SQLITE_INTEGER or SQLITE_NULL))
            return Fail<long>("it is not a whole number");
        return Int64() is >= 0 and var value ? value : Fail<long>("it is negative");
    }

    /// <inheritdoc/>
    public override double? Real() => Kind() switch
    {
        SQLITE_FLOAT or SQLITE_INTEGER => sqlite3_column_double(statement, Ordinal),
        SQLITE_NULL => null,
        _ => Fail<double?>("it is not a number"),
    };

    /// <inheritdoc/>
    public override bool? Flag() => Int32() is { } value ? value != 0 : null;

    /// <inheritdoc/>
    public override DateTimeOffset? Time(TimeZoneInfo zone)
    {
        string? text = Text();
        if (text is null)
            return null;
        return StoredTime.TryParse(text, zone, out DateTimeOffset time) ? time : Fail<DateTimeOffset?>("it is not a time");
    }

    /// <summary>Returns text as it is stored; replacing invalid bytes would lose them with the next save.</summary>
    private string? ValidText()
    {
        string text = Raw(); // It also converts the column to UTF-8, if the database has another encoding.
        return Utf8.IsValid(sqlite3_column_blob(statement, Ordinal)) ? text : Fail<string>("it is not valid UTF-8");
    }

    private int Kind() => sqlite3_column_type(statement, Ordinal);
}
