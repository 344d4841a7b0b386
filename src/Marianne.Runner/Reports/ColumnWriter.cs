using System.Text.Json;

namespace Marianne.Reports;

/// <summary>Writes rows as one JSON array for each property. A property that no row has is left out.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <param name="json">The destination.</param>
/// <param name="rows">The rows.</param>
internal sealed class ColumnWriter<T>(Utf8JsonWriter json, IReadOnlyCollection<T> rows)
{
    /// <summary>Writes a column of texts.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="read">Returns the value of a row.</param>
    public ColumnWriter<T> Texts(string name, Func<T, string?> read) => Values(name, row => read(row) is not null, row =>
    {
        if (read(row) is { } text)
            json.WriteStringValue(text);
        else
            json.WriteNullValue();
    });

    /// <summary>Writes a column of numbers.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="read">Returns the value of a row.</param>
    /// <param name="isZero">Indicates whether 0 is a value, and not the same as none. The default is <c>false</c>.</param>
    public ColumnWriter<T> Numbers(string name, Func<T, decimal?> read, bool isZero = false) =>
        Values(name, row => read(row) is { } number && (isZero || number != 0), row =>
        {
            if (read(row) is { } number)
                json.WriteNumberValue(number);
            else
                json.WriteNullValue();
        });

    /// <summary>Writes a column of times, in milliseconds.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="read">Returns the value of a row.</param>
    public ColumnWriter<T> Times(string name, Func<T, DateTimeOffset?> read) => Numbers(name, row => read(row)?.ToUnixTimeMilliseconds());

    /// <summary>Writes a column of other values.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="exists">Indicates whether a row has a value.</param>
    /// <param name="write">Writes the value of a row, also of one that has none.</param>
    public ColumnWriter<T> Values(string name, Func<T, bool> exists, Action<T> write)
    {
        if (!rows.Any(exists))
            return this;

        json.WriteStartArray(name);
        foreach (T row in rows)
            write(row);
        json.WriteEndArray();
        return this;
    }
}
