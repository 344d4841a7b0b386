using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Marianne.Storage.Relational;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads the columns of SQLite, which lets any column hold any value.</summary>
internal sealed class SqliteColumnReader(sqlite3_stmt statement, SqliteStatement rows) : ColumnReader
{
    /// <summary>More characters than a time has.</summary>
    private const int LongestTime = 64;

    /// <summary>The number of bytes of the longest text that is kept.</summary>
    private const int ShortText = 256;

    /// <summary>The short text that was last read of each column: most rows have the same words, names and ids.</summary>
    private readonly string?[] _texts = new string?[sqlite3_column_count(statement)];

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
    public override string Raw() => TextOf(Content());

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
        Span<char> text = stackalloc char[LongestTime];
        if (Kind() == SQLITE_TEXT
            && Utf8.ToUtf16(Content(), text, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done
            && StoredTime.TryParse(text[..length], zone, out DateTimeOffset time))
        {
            return time;
        }

        return Text() is null ? null : Fail<DateTimeOffset?>("it is not a time"); // Other text has a problem of its own.
    }

    /// <summary>Returns text as it is stored; replacing invalid bytes would lose them with the next save.</summary>
    private string? ValidText()
    {
        ReadOnlySpan<byte> content = Content();
        return Utf8.IsValid(content) ? TextOf(content) : Fail<string>("it is not valid UTF-8");
    }

    private string TextOf(ReadOnlySpan<byte> content)
    {
        if (_texts[Ordinal] is { } last && Ascii.Equals(content, last))
            return last;

        string text = Encoding.UTF8.GetString(content);
        if (content.Length <= ShortText)
            _texts[Ordinal] = text;
        return text;
    }

    /// <summary>Returns the bytes of text.</summary>
    private ReadOnlySpan<byte> Content()
    {
        sqlite3_column_text(statement, Ordinal); // It converts the column to UTF-8, if the database has another encoding.
        return sqlite3_column_blob(statement, Ordinal);
    }

    private int Kind() => sqlite3_column_type(statement, Ordinal);
}
