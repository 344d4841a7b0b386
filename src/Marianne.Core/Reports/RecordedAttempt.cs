using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>A recorded attempt with the texts that a report may show.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Cut">The number of characters that are missing at the beginning of its output.</param>
internal sealed record RecordedAttempt(Execution Attempt, int Cut);
