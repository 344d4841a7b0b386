using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>A kind of value: how a file holds it, and when two values are equal.</summary>
/// <param name="Read">Reads a value.</param>
/// <param name="Write">Writes a value.</param>
internal sealed record JsonKind<T>(Func<JsonElement, JsonReadResult<T>> Read, Action<PythonJsonWriter, T> Write)
{
    /// <summary>Determines whether two values are equal.</summary>
    public Func<T?, T?, bool> AreEqual { get; init; } = EqualityComparer<T>.Default.Equals;
}
