namespace Marianne.Jobs;

/// <summary>An item that a source has.</summary>
/// <param name="Key">The key: see <see cref="ItemKey"/>.</param>
/// <param name="Value">
/// The value as JSON. Strings, numbers, Booleans, <c>null</c> and lists are themselves. Everything else is an object with one member, whose
/// name says what it is: <c>{"object":{"Id":1}}</c>, <c>{"file":"/tmp/a"}</c>.
/// </param>
public sealed record ItemInput(string Key, string Value);
