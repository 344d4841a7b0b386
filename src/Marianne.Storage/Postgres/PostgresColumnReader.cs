using System.Globalization;
using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>Reads the columns of PostgreSQL, each of which has the values of one type.</summary>
internal sealed class PostgresColumnReader(NpgsqlDataReader reader) : ColumnReader
{
    /// <inheritdoc/>
    public override string Name => reader.GetName(Ordinal);

    /// <inheritdoc/>
    public override bool IsNull => reader.IsDBNull(Ordinal);

    /// <inheritdoc/>
    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(reader.ReadAsync(cancellationToken));

    /// <inheritdoc/>
    public override bool Read() => reader.Read();

    /// <inheritdoc/>
    public override ValueTask EndAsync() => reader.DisposeAsync();

    /// <inheritdoc/>
    public override void End() => reader.Dispose();

    /// <inheritdoc/>
    public override object? Value() => IsNull ? null : reader.GetValue(Ordinal);

    /// <inheritdoc/>
    public override byte[] Bytes() => reader.GetFieldValue<byte[]>(Ordinal);

    /// <inheritdoc/>
    public override string Raw() => reader.GetValue(Ordinal) switch
    {
        string text => text,
        DateTime time => StoredTime.WithOffset(new DateTimeOffset(time)),
        object value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <inheritdoc/>
    public override string? Text() => IsNull ? null : reader.GetString(Ordinal);

    /// <inheritdoc/>
    /// <remarks>A column of the type <c>json</c> holds valid JSON, which is not parsed again.</remarks>
    public override string? JsonObject()
    {
        string? text = Text();
        return text is null || text.AsSpan().TrimStart(" \t\r\n") is ['{', ..] ? text : Fail<string>("it is not a JSON object");
    }

    /// <inheritdoc/>
    public override long Int64() => reader.GetInt64(Ordinal);

    /// <inheritdoc/>
    public override int? Int32() => IsNull ? null : reader.GetInt32(Ordinal);

    /// <inheritdoc/>
    public override long LongCount()
    {
        long value = IsNull ? 0 : Int64();
        return value >= 0 ? value : Fail<long>("it is negative");
    }

    /// <inheritdoc/>
    public override double? Real() => IsNull ? null : reader.GetDouble(Ordinal);

    /// <inheritdoc/>
    public override bool? Flag() => IsNull ? null : reader.GetBoolean(Ordinal);

    /// <inheritdoc/>
    public override DateTimeOffset? Time(TimeZoneInfo zone) => IsNull ? null : new DateTimeOffset(reader.GetDateTime(Ordinal));
}
