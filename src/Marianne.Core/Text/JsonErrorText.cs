using System.Text.Json;

namespace Marianne.Text;

/// <summary>Formats JSON errors for messages.</summary>
public static class JsonErrorText
{
    /// <summary>Returns the reason without the location and without a full stop.</summary>
    /// <param name="error">The error.</param>
    public static string Of(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
    }

    /// <summary>
    /// Returns the location counted from 1, as in <c>line 3, byte 7</c>, or <c>null</c> if the error has none.
    /// </summary>
    /// <param name="error">The error.</param>
    public static string? LocationOf(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.LineNumber is { } line ? $"line {line + 1}, byte {error.BytePositionInLine + 1}" : null;
    }

    /// <summary>Returns the reason followed by the location in parentheses.</summary>
    /// <param name="error">The error.</param>
    public static string WithLocation(JsonException error) =>
        LocationOf(error) is { } location ? $"{Of(error)} ({location})" : Of(error);
}
