namespace Marianne.Storage.Json;

/// <summary>What came of reading a value of a file.</summary>
/// <param name="Value">The value; nothing when it cannot be shown.</param>
/// <param name="HasValue">Whether it can be shown.</param>
/// <param name="Fault">Why it is not what it should be; nothing when it is.</param>
internal readonly record struct JsonReadResult<T>(T? Value, bool HasValue, string? Fault)
{
    public static JsonReadResult<T> Of(T value) => new(value, true, null);

    /// <summary>A value that is shown, and that we would not write.</summary>
    public static JsonReadResult<T> Foreign(T value, string fault) => new(value, true, fault);

    public static JsonReadResult<T> Failed(string fault) => new(default, false, fault);
}
