namespace Marianne.History;

/// <summary>What is kept of a step's data where it is not copied.</summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Identity">A number that the very same object has for as long as it lives; nothing in Direct mode.</param>
/// <param name="Size">
/// How many items, characters or properties it has; nothing when it has none to count, and in Direct mode.
/// </param>
public sealed record DataReference(string Type, int? Identity, long? Size);
