using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>What the records of an attempt say.</summary>
/// <param name="Verdict">Whether it succeeded.</param>
/// <param name="Facts">The facts of the failure.</param>
/// <param name="LastRecord">The index of the record that decided, or -1.</param>
/// <param name="SessionId">The id of the session.</param>
/// <param name="Text">The answer.</param>
/// <param name="Usage">The usage, or <c>null</c> if none is reported.</param>
internal sealed record ResultOutcome(
    ResultVerdict Verdict, FailureFacts Facts, int LastRecord, string? SessionId, string? Text, ReportedUsage? Usage);
