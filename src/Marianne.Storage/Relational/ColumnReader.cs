using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads rows, and their column at <see cref="Ordinal"/> as a value of one kind. A value that is not of that kind is not an exception: it reads
/// as <c>null</c>, and <see cref="Problem"/> says why.
/// </summary>
internal abstract class ColumnReader
{
    /// <summary>The list that was last read of each column: rows often have the same ones.</summary>
    private readonly Dictionary<int, (string Text, object List)> _lists = [];

    /// <summary>The ordinal of the column to read.</summary>
    public int Ordinal { get; set; }

    /// <summary>Why the last value could not be read; <c>null</c> if it could.</summary>
    public string? Problem { get; set; }

    /// <summary>The name of the column.</summary>
    public abstract string Name { get; }

    /// <summary>Indicates whether the value is NULL.</summary>
    public abstract bool IsNull { get; }

    /// <summary>Moves to the next row. Returns <c>false</c> after the last one.</summary>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ReadAsync"/>
    public abstract bool Read();

    /// <summary>Ends the query, also if not all of its rows were read.</summary>
    public abstract ValueTask EndAsync();

    /// <inheritdoc cref="EndAsync"/>
    public abstract void End();

    /// <summary>Returns the value as the database has it, or <c>null</c> for NULL.</summary>
    public abstract object? Value();

    /// <summary>Returns bytes.</summary>
    public abstract byte[] Bytes();

    /// <summary>Returns the value as text, whatever its kind.</summary>
    public abstract string Raw();

    /// <summary>Returns text.</summary>
    public abstract string? Text();

    /// <summary>Returns the id of a row.</summary>
    public abstract long Int64();

    /// <summary>Returns an integer.</summary>
    public abstract int? Int32();

    /// <summary>Returns an integer of at least 0 that may exceed 32 bits; 0 for NULL.</summary>
    public abstract long LongCount();

    /// <summary>Returns a number.</summary>
    public abstract double? Real();

    /// <summary>Returns true or false.</summary>
    public abstract bool? Flag();

    /// <summary>Returns an instant. A text without an offset is in the given time zone.</summary>
    public abstract DateTimeOffset? Time(TimeZoneInfo zone);

    /// <summary>Returns an instant. A text without an offset is local time.</summary>
    public DateTimeOffset? Time() => Time(TimeZoneInfo.Local);

    /// <summary>Returns text that identifies something, or <c>null</c> if it is empty or not valid text.</summary>
    public string? Key() => Text() is { Length: > 0 } text ? text : null;

    /// <summary>Returns an integer of at least 0; 0 for NULL.</summary>
    public int Count()
    {
        int value = Int32() ?? 0;
        return value >= 0 ? value : Fail<int>("it is negative");
    }

    /// <summary>Returns a duration in seconds.</summary>
    public double? Seconds()
    {
        double? seconds = Real();
        return seconds is null || Duration.IsStored(seconds.Value) ? seconds : Fail<double?>("it is not a valid duration");
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
    public virtual string? JsonObject()
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
        if (text is null)
            return null;
        if (_lists.TryGetValue(Ordinal, out (string Text, object List) last) && last.Text == text)
            return (IReadOnlyList<T>)last.List;
        if (parse(text) is not { } list)
            return Fail<IReadOnlyList<T>>("it is not a valid JSON list");

        _lists[Ordinal] = (text, list);
        return list;
    }

    /// <summary>Returns the measures of a sheet, stored as JSON.</summary>
    public SheetMeasures? Measures() =>
        Text() is { } text ? StoredJson.Measures(text) ?? Fail<SheetMeasures>(StoredJson.NotMeasures) : null;

    /// <summary>Records why the value could not be read, and returns the default of its kind.</summary>
    protected T? Fail<T>(string problem)
    {
        Problem = problem;
        return default;
    }
}
