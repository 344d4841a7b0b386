using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>Builds the attempts of a sheet in a report.</summary>
/// <param name="texts">Limits the prompts and outputs.</param>
/// <param name="included">The prompts and outputs that the report contains.</param>
/// <param name="redact">Replaces secrets.</param>
internal sealed class AttemptBuilder(TextBudget texts, ReportTexts included, Func<string, string> redact)
{
    /// <summary>
    /// Returns an attempt without the texts that no report shows, so that not all outputs of a job are in memory at once.
    /// </summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="attempt">The attempt.</param>
    public RecordedAttempt Keep(Sheet sheet, Execution attempt)
    {
        bool succeeded = sheet.Status == SheetStatus.Completed && attempt.AttemptNumber >= sheet.AttemptCount;
        if (included == ReportTexts.None || (included == ReportTexts.Failed && succeeded))
            return new RecordedAttempt(attempt with { Prompt = null, Output = null }, 0);

        string? output = texts.Output(attempt.Output, redact, out int cut);
        return new RecordedAttempt(attempt with { Prompt = texts.Prompt(attempt.Prompt, redact), Output = output }, cut);
    }

    /// <summary>Returns the attempts, the oldest first, and the one that runs.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="recorded">The recorded attempts of the sheet, the oldest first.</param>
    public IReadOnlyList<AttemptReport> Read(Sheet sheet, IReadOnlyList<RecordedAttempt> recorded)
    {
        var attempts = new List<AttemptReport>(recorded.Count + 1);
        for (int i = 0; i < recorded.Count; i++)
            attempts.Add(Of(sheet, recorded[i], recorded.ElementAtOrDefault(i + 1), BeforeOf(i, recorded[i].Attempt.Run)));

        int last = recorded.Count == 0 ? 0 : recorded[^1].Attempt.AttemptNumber;
        if (sheet is { Status: SheetStatus.InProgress, StartedAt: { } started } && (sheet.AttemptCount > last || last == 0))
        {
            attempts.Add(new AttemptReport
            {
                Number = Math.Max(1, sheet.AttemptCount),
                Outcome = AttemptOutcome.Running,
                StartedAt = started,
                WaitedSeconds = WaitBefore(started, BeforeOf(recorded.Count, sheet.Measures.Reruns + 1)),
                Instrument = InstrumentOf(sheet, sheet.AttemptCount),
            });
        }

        return attempts;

        // The time between two runs of a sheet is no wait.
        AttemptReport? BeforeOf(int index, int run) => index > 0 && recorded[index - 1].Attempt.Run == run ? attempts[index - 1] : null;
    }

    private AttemptReport Of(Sheet sheet, RecordedAttempt recorded, RecordedAttempt? next, AttemptReport? before)
    {
        Execution attempt = recorded.Attempt;
        AttemptOutcome outcome = OutcomeOf(sheet, attempt, next?.Attempt);
        DateTimeOffset started = attempt.ExecutedAt - (attempt.Duration ?? TimeSpan.Zero);
        if (before?.EndedAt is { } end && started < end)
            started = end < attempt.ExecutedAt ? end : attempt.ExecutedAt;

        bool hasTexts = included == ReportTexts.All || (included == ReportTexts.Failed && outcome == AttemptOutcome.Failed);
        return new AttemptReport
        {
            Number = attempt.AttemptNumber,
            Outcome = outcome,
            StartedAt = started,
            EndedAt = attempt.ExecutedAt,
            WaitedSeconds = WaitBefore(started, before),
            ExitCode = attempt.ExitCode,
            ErrorCode = outcome == AttemptOutcome.Failed ? ErrorOf(sheet, attempt.AttemptNumber) : null,
            Instrument = InstrumentOf(sheet, attempt.AttemptNumber),
            Prompt = hasTexts ? attempt.Prompt : null,
            Output = hasTexts ? attempt.Output : null,
            OutputCut = hasTexts ? recorded.Cut : 0,
        };
    }

    private static AttemptOutcome OutcomeOf(Sheet sheet, Execution attempt, Execution? next)
    {
        if (next?.AttemptNumber == attempt.AttemptNumber)
            return AttemptOutcome.Interrupted;
        if (next?.Run == attempt.Run || ErrorOf(sheet, attempt.AttemptNumber) is not null)
            return AttemptOutcome.Failed;
        if (next is not null) // The sheet has run again since, whatever its result was.
            return OutcomeOf(attempt.ExitCode);

        return sheet.Status switch
        {
            SheetStatus.Completed => AttemptOutcome.Completed,
            SheetStatus.Pending or SheetStatus.InProgress or SheetStatus.Cancelled when attempt.ExitCode is null
                => AttemptOutcome.Interrupted,
            _ => AttemptOutcome.Failed,
        };
    }

    private static AttemptOutcome OutcomeOf(int? exitCode) => exitCode switch
    {
        0 => AttemptOutcome.Completed,
        null => AttemptOutcome.Interrupted,
        _ => AttemptOutcome.Failed,
    };

    private static double WaitBefore(DateTimeOffset started, AttemptReport? before) =>
        before is { Outcome: AttemptOutcome.Failed, EndedAt: { } end } ? ReportTime.Between(end, started) : 0;

    private static string? ErrorOf(Sheet sheet, int attempt) => sheet.Measures.AttemptErrors.GetValueOrDefault(attempt);

    private static string? InstrumentOf(Sheet sheet, int attempt) => sheet.Measures.AttemptInstruments?.GetValueOrDefault(attempt);
}
