namespace Marianne.History;

/// <summary>Describes a step's data that is not copied.</summary>
/// <param name="Type">The full name of the type of the data.</param>
/// <param name="Identity">A number that identifies the object during its lifetime; <c>null</c> in Direct mode.</param>
/// <param name="Size">
/// The number of items, characters or properties; <c>null</c> if there is nothing to count, and in Direct mode.
/// </param>
public sealed record DataReference(string Type, int? Identity, long? Size);
