using Marianne.Jobs;
using Marianne.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads the column at <see cref="Ordinal"/> as what it should be. SQLite lets any column hold anything, so a value of
/// another kind is no exception: it reads as nothing, and <see cref="Problem"/> says why.
/// </summary>
internal sealed class ColumnReader(SqliteDataReader reader)
{
    private readonly sqlite3_stmt _statement = reader.Handle!;

    /// <summary>Which column is read.</summary>
    public int Ordinal { get; set; }

    /// <summary>Why the last value could not be read; nothing when it could.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether the value is NULL.</summary>
    public bool IsNull => sqlite3_column_type(_statement, Ordinal) == SQLITE_NULL;

    /// <summary>The value as text, whatever it is.</summary>
    public string Raw() => sqlite3_column_text(_statement, Ordinal).utf8_to_string() ?? "";

    /// <summary>Text.</summary>
    public string? Text() => Kind() switch
    {
        SQLITE_TEXT => Raw(),
        SQLITE_NULL => null,
        _ => Fail<string>("it is not text"),
    };

    /// <summary>A row's number.</summary>
    public long Int64() => sqlite3_column_int64(_statement, Ordinal);

    /// <summary>A whole number.</summary>
    public int? Int32()
    {
        if (IsNull)
            return null;

        long value = sqlite3_column_int64(_statement, Ordinal);
        bool isWhole = Kind() == SQLITE_INTEGER && value is >= int.MinValue and <= int.MaxValue;
        return isWhole ? (int)value : Fail<int?>("it is not a whole number");
    }

    /// <summary>A number of at least 0; 0 when there is none.</summary>
    public int Count()
    {
        int value = Int32() ?? 0;
        return value >= 0 ? value : Fail<int>("it is negative");
    }

    /// <summary>A number of at least 0 that may outgrow an Int32; 0 when there is none.</summary>
    public long LongCount()
    {
        if (Kind() is not (SQLITE_INTEGER or SQLITE_NULL))
            return Fail<long>("it is not a whole number");
        return Int64() is >= 0 and var value ? value : Fail<long>("it is negative");
    }

    /// <summary>A number.</summary>
    public double? Real() => Kind() switch
    {
        SQLITE_FLOAT or SQLITE_INTEGER => sqlite3_column_double(_statement, Ordinal),
        SQLITE_NULL => null,
        _ => Fail<double?>("it is not a number"),
    };

    /// <summary>Yes or no.</summary>
    public bool? Flag() => Int32() is { } value ? value != 0 : null;

    /// <summary>A length of time in seconds.</summary>
    public double? Seconds()
    {
        double? seconds = Real();
        return seconds is null or (>= 0 and < 922_337_203_685) ? seconds : Fail<double?>("it is no length of time");
    }

    /// <summary>An instant; without an offset, it is local time.</summary>
    public DateTimeOffset? Time() => Time(TimeZoneInfo.Local);

    /// <summary>An instant; without an offset, it is a time of a zone.</summary>
    public DateTimeOffset? Time(TimeZoneInfo zone)
    {
        string? text = Text();
        if (text is null)
            return null;
        return StoredTime.TryParse(text, zone, out DateTimeOffset time) ? time : Fail<DateTimeOffset?>("it is not a time");
    }

    /// <summary>A word of a closed set. A foreign one is shown as it is, and reported.</summary>
    public string? Word(IReadOnlyList<string> words)
    {
        string? word = Text();
        if (word is not null && !words.Contains(word))
            Problem = $"it is none of: {string.Join(", ", words)}";
        return word;
    }

    /// <summary>A status. A foreign one is Unknown, and reported.</summary>
    public TStatus Status<TStatus>(TStatus unknown)
        where TStatus : struct, Enum
    {
        string? word = Text();
        if (word is not null && SnakeCaseName.TryParse(word, out TStatus status))
            return status;

        Problem = "it is none of the words of a status";
        return unknown;
    }

    /// <summary>The text of a JSON object.</summary>
    public string? JsonObject()
    {
        string? text = Text();
        if (text is null || JobValidator.IsJsonObject(text))
            return text;
        return Fail<string>("it is not a JSON object");
    }

    /// <summary>A JSON list.</summary>
    public IReadOnlyList<T>? List<T>(Func<string, IReadOnlyList<T>?> parse)
    {
        string? text = Text();
        return text is null ? null : parse(text) ?? Fail<IReadOnlyList<T>>("it is not the JSON list that it should be");
    }

    /// <summary>What a run measured, as JSON.</summary>
    public SheetMeasures? Measures() =>
        Text() is { } text ? StoredJson.Measures(text) ?? Fail<SheetMeasures>("it is not what a run measures") : null;

    private int Kind() => sqlite3_column_type(_statement, Ordinal);

    private T? Fail<T>(string problem)
    {
        Problem = problem;
        return default;
    }
}
