using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The figures of the jobs of a folder that were cleared.</summary>
/// <param name="Rows">The figures by name and outcome.</param>
/// <param name="Clearing">
/// The job that is cleared next, which is not in the rows yet. It counts as soon as its file is gone.
/// </param>
internal sealed record ArchiveNote(IReadOnlyList<ArchivedRow> Rows, ClearingNote? Clearing);

/// <summary>The figures of one name and one outcome.</summary>
internal sealed record ArchivedRow(string Name, string Outcome, long Jobs, AttemptFigures Attempts);

/// <summary>A job that is being cleared, in the version that it has.</summary>
internal sealed record ClearingNote(string JobId, string UpdatedAt, ArchivedRow Figures);
