namespace Marianne.Storage.Json;

/// <summary>The items of a job by sheet number. The creation time distinguishes the job from a later one with the same id.</summary>
internal sealed record ItemNotes(string? CreatedAt, Dictionary<int, ItemNote>? Items);
