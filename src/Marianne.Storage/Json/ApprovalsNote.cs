using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>The approvals of a job. The creation time distinguishes the job from a later one with the same id.</summary>
internal sealed record ApprovalsNote(string CreatedAt, string? JobId, List<JsonElement>? Approvals);
