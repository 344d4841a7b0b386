using System.Text.Json;

namespace Marianne.Text;

/// <summary>What is wrong with JSON, as a person says it.</summary>
public static class JsonErrorText
{
    /// <summary>The reason, without its place and the full stop.</summary>
    public static string Of(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
    }

    /// <summary>The place, counted from 1: <c>line 3, byte 7</c>; nothing when the error has none.</summary>
    public static string? PlaceOf(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.LineNumber is { } line ? $"line {line + 1}, byte {error.BytePositionInLine + 1}" : null;
    }

    /// <summary>The reason with its place behind it.</summary>
    public static string WithPlace(JsonException error) =>
        PlaceOf(error) is { } place ? $"{Of(error)} ({place})" : Of(error);
}
