namespace Marianne.Storage.Json;

/// <summary>The result of reading a value of a file.</summary>
/// <param name="Value">The value; the default if it cannot be represented.</param>
/// <param name="HasValue">Indicates whether the value can be represented.</param>
/// <param name="Fault">Why the value is invalid; <c>null</c> if it is valid.</param>
internal readonly record struct JsonReadResult<T>(T? Value, bool HasValue, string? Fault)
{
    /// <summary>Returns the result of a valid value.</summary>
    public static JsonReadResult<T> Of(T value) => new(value, true, null);

    /// <summary>Returns the result of a value that can be represented although this version would not write it.</summary>
    public static JsonReadResult<T> Foreign(T value, string fault) => new(value, true, fault);

    /// <summary>Returns the result of a value that cannot be represented.</summary>
    public static JsonReadResult<T> Failed(string fault) => new(default, false, fault);
}
