namespace Marianne.Storage.Json;

/// <summary>The claims of a job. The creation time distinguishes the job from a later one with the same id.</summary>
internal sealed record ClaimsNote(string CreatedAt, IReadOnlyList<ClaimNote>? Claims);
