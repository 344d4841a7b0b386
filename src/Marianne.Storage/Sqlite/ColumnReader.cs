using System.Text.Unicode;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads the column at <see cref="Ordinal"/> as a value of one kind. SQLite lets any column hold any value, so a value of
/// another kind is not an exception: it reads as <c>null</c>, and <see cref="Problem"/> says why.
/// </summary>
internal sealed class ColumnReader(SqliteDataReader reader)
{
    private readonly sqlite3_stmt _statement = reader.Handle!;

    /// <summary>The ordinal of the column to read.</summary>
    public int Ordinal { get; set; }

    /// <summary>Why the last value could not be read; <c>null</c> if it could.</summary>
    public string? Problem { get; set; }

    /// <summary>Indicates whether the value is NULL.</summary>
    public bool IsNull => sqlite3_column_type(_statement, Ordinal) == SQLITE_NULL;

    /// <summary>Returns the value as text, whatever its kind.</summary>
    public string Raw() => sqlite3_column_text(_statement, Ordinal).utf8_to_string() ?? "";

    /// <summary>Returns text.</summary>
    public string? Text() => Kind() switch
    {
        SQLITE_TEXT => ValidText(),
        SQLITE_NULL => null,
        _ => Fail<string>("it is not text"),
    };

    /// <summary>Returns text that identifies something, or <c>null</c> if it is empty or not valid text.</summary>
    public string? Key() => Text() is { Length: > 0 } text ? text : null;

    /// <summary>Returns the id of a row.</summary>
    public long Int64() => sqlite3_column_int64(_statement, Ordinal);

    /// <summary>Returns an integer.</summary>
    public int? Int32()
    {
        if (IsNull)
            return null;

        long value = sqlite3_column_int64(_statement, Ordinal);
        bool isWhole = Kind() == SQLITE_INTEGER && value is >= int.MinValue and <= int.MaxValue;
        return isWhole ? (int)value : Fail<int?>("it is not a whole number");
    }

    /// <summary>Returns an integer of at least 0; 0 for NULL.</summary>
    public int Count()
    {
        int value = Int32() ?? 0;
        return value >= 0 ? value : Fail<int>("it is negative");
    }

    /// <summary>Returns an integer of at least 0 that may exceed 32 bits; 0 for NULL.</summary>
    public long LongCount()
    {
        if (Kind() is not (SQLITE_INTEGER or SQLITE_NULL))
            return Fail<long>("it is not a whole number");
        return Int64() is >= 0 and var value ? value : Fail<long>("it is negative");
    }

    /// <summary>Returns a number.</summary>
    public double? Real() => Kind() switch
    {
        SQLITE_FLOAT or SQLITE_INTEGER => sqlite3_column_double(_statement, Ordinal),
        SQLITE_NULL => null,
        _ => Fail<double?>("it is not a number"),
    };

    /// <summary>Returns true or false.</summary>
    public bool? Flag() => Int32() is { } value ? value != 0 : null;

    /// <summary>Returns a duration in seconds.</summary>
    public double? Seconds()
    {
        double? seconds = Real();
        return seconds is null || Duration.IsStored(seconds.Value) ? seconds : Fail<double?>("it is not a valid duration");
    }

    /// <summary>Returns an instant. A time without an offset is local time.</summary>
    public DateTimeOffset? Time() => Time(TimeZoneInfo.Local);

    /// <summary>Returns an instant. A time without an offset is in the given time zone.</summary>
    public DateTimeOffset? Time(TimeZoneInfo zone)
    {
        string? text = Text();
        if (text is null)
            return null;
        return StoredTime.TryParse(text, zone, out DateTimeOffset time) ? time : Fail<DateTimeOffset?>("it is not a time");
    }

    /// <summary>Returns a word of a closed vocabulary. An unknown word is returned unchanged and reported.</summary>
    public string? Word(IReadOnlyList<string> words)
    {
        string? word = Text();
        if (word is not null && !words.Contains(word))
            Problem = $"it is not one of: {string.Join(", ", words)}";
        return word;
    }

    /// <summary>Returns a status. An unknown one reads as <paramref name="unknown"/> and is reported.</summary>
    public TStatus Status<TStatus>(TStatus unknown)
        where TStatus : struct, Enum
    {
        string? word = Text();
        if (word is not null && SnakeCaseName.TryParse(word, out TStatus status))
            return status;

        Problem = "it is not a known status";
        return unknown;
    }

    /// <summary>Returns the text of a JSON object.</summary>
    public string? JsonObject()
    {
        string? text = Text();
        if (text is null || JobValidator.IsJsonObject(text))
            return text;
        return Fail<string>("it is not a JSON object");
    }

    /// <summary>Returns a JSON list.</summary>
    public IReadOnlyList<T>? List<T>(Func<string, IReadOnlyList<T>?> parse)
    {
        string? text = Text();
        return text is null ? null : parse(text) ?? Fail<IReadOnlyList<T>>("it is not a valid JSON list");
    }

    /// <summary>Returns the measures of a sheet, stored as JSON.</summary>
    public SheetMeasures? Measures() =>
        Text() is { } text ? StoredJson.Measures(text) ?? Fail<SheetMeasures>(StoredJson.NotMeasures) : null;

    /// <summary>Returns text as it is stored; replacing invalid bytes would lose them with the next save.</summary>
    private string? ValidText()
    {
        string text = Raw(); // It also converts the column to UTF-8, if the database has another encoding.
        return Utf8.IsValid(sqlite3_column_blob(_statement, Ordinal)) ? text : Fail<string>("it is not valid UTF-8");
    }

    private int Kind() => sqlite3_column_type(_statement, Ordinal);

    private T? Fail<T>(string problem)
    {
        Problem = problem;
        return default;
    }
}
