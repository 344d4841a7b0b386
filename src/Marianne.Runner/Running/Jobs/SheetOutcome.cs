using Marianne.Learning;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>The outcome of a sheet that is to be recorded.</summary>
/// <param name="Number">The sheet's number.</param>
/// <param name="Report">What is recorded.</param>
internal sealed record SheetOutcome(int Number, Redacted<OutcomeReport> Report);
