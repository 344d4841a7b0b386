namespace Marianne.Storage.Json;

/// <summary>The item of a sheet.</summary>
internal sealed record ItemNote(int Parent, string Key, int? Position, string Value);
