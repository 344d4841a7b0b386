using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>A kind of value: how a file holds it, and when two of them are the same.</summary>
/// <param name="Read">Reads one.</param>
/// <param name="Write">Writes one.</param>
internal sealed record JsonKind<T>(Func<JsonElement, JsonReadResult<T>> Read, Action<PythonJsonWriter, T> Write)
{
    /// <summary>Whether two values are the same.</summary>
    public Func<T?, T?, bool> AreSame { get; init; } = EqualityComparer<T>.Default.Equals;
}
