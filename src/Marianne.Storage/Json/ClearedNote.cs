using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>What is known of the attempts of a job that were cleared.</summary>
/// <param name="LastId">The id of the last one.</param>
/// <param name="Figures">Their figures.</param>
internal sealed record ClearedNote(long LastId, AttemptFigures Figures);
