using System.Globalization;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.History;

/// <summary>Something that happened to a sheet: an attempt, one that left no record, or an end without any.</summary>
/// <param name="Sheet">The sheet as it is now.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 when it was none.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; when it began, if it has not.</param>
/// <param name="Status">How it ended.</param>
internal sealed record RunHistoryEntry(Sheet Sheet, int Attempt, DateTimeOffset Start, DateTimeOffset End, StepStatus Status)
{
    /// <summary>Why it failed, or why the sheet was skipped.</summary>
    public string? Reason { get; private init; }

    /// <summary>The exit code that was recorded.</summary>
    public int? ExitCode { get; private init; }

    /// <summary>Everything that happened to a sheet, in order.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="executions">Its recorded attempts.</param>
    /// <param name="begin">When its job began: the time of what has none.</param>
    public static IEnumerable<RunHistoryEntry> Of(Sheet sheet, IEnumerable<Execution> executions, DateTimeOffset begin)
    {
        int last = 0;
        bool isDone = false;
        foreach (Execution execution in executions.OrderBy(attempt => attempt.AttemptNumber).ThenBy(attempt => attempt.Id))
        {
            RunHistoryEntry recorded = Recorded(sheet, execution);
            int before = Math.Min(execution.AttemptNumber - 1, sheet.AttemptCount);
            foreach (RunHistoryEntry lost in Lost(sheet, last, before, recorded.Start))
                yield return lost;

            yield return recorded;
            last = execution.AttemptNumber;
            isDone |= recorded.Status == StepStatus.Completed;
        }

        // An attempt that is told by the status of the sheet is none that was lost.
        bool tellsOfAttempt = sheet.Status is SheetStatus.InProgress or SheetStatus.Completed or SheetStatus.Failed;
        foreach (RunHistoryEntry lost in Lost(sheet, last, sheet.AttemptCount - (tellsOfAttempt ? 1 : 0), sheet.StartedAt ?? begin))
            yield return lost;
        if (!isDone && Unrecorded(sheet, last, begin) is { } end)
            yield return end;
    }

    private static RunHistoryEntry Recorded(Sheet sheet, Execution execution)
    {
        int attempt = execution.AttemptNumber;
        bool isSuccess = sheet.Status == SheetStatus.Completed && attempt == sheet.AttemptCount
            && execution.ExitCode is null or 0 && !sheet.Measures.AttemptErrors.ContainsKey(attempt);
        DateTimeOffset end = execution.ExecutedAt;
        DateTimeOffset start = end - (execution.Duration ?? TimeSpan.Zero);
        return new RunHistoryEntry(sheet, attempt, start, end, isSuccess ? StepStatus.Completed : StepStatus.Failed)
        {
            Reason = isSuccess ? null : ErrorOf(sheet, execution),
            ExitCode = execution.ExitCode,
        };
    }

    /// <summary>Attempts that a dead process had begun. Nobody knows when they ended.</summary>
    private static IEnumerable<RunHistoryEntry> Lost(Sheet sheet, int after, int last, DateTimeOffset time)
    {
        for (int attempt = after; attempt < last; attempt++)
            yield return new RunHistoryEntry(sheet, attempt + 1, time, time, StepStatus.Failed) { Reason = "The run was cut short." };
    }

    /// <summary>What the sheet itself says, of which there is no record.</summary>
    private static RunHistoryEntry? Unrecorded(Sheet sheet, int last, DateTimeOffset begin)
    {
        bool isAttempt = sheet.AttemptCount > last;
        DateTimeOffset end = sheet.CompletedAt ?? sheet.StartedAt ?? begin;
        DateTimeOffset start = isAttempt && sheet.StartedAt <= end ? sheet.StartedAt.Value : end;
        int attempt = isAttempt ? sheet.AttemptCount : 0;
        return sheet.Status switch
        {
            SheetStatus.Completed =>
                new RunHistoryEntry(sheet, attempt, start, end, StepStatus.Completed) { ExitCode = sheet.ExitCode },
            SheetStatus.Skipped => new RunHistoryEntry(sheet, 0, end, end, StepStatus.Skipped) { Reason = sheet.ErrorMessage },
            SheetStatus.Failed when isAttempt || IsRefused(sheet) =>
                new RunHistoryEntry(sheet, attempt, start, end, StepStatus.Failed) { Reason = sheet.ErrorMessage ?? "It failed." },
            SheetStatus.InProgress when isAttempt => new RunHistoryEntry(sheet, attempt, start, start, StepStatus.InProgress),
            _ => null,
        };
    }

    /// <summary>Whether the sheet failed without the attempt that was due: its last one had another error.</summary>
    private static bool IsRefused(Sheet sheet) =>
        sheet.AttemptCount == 0
        || (sheet.Measures.AttemptErrors.TryGetValue(sheet.AttemptCount, out string? code) && code != sheet.Measures.ErrorCode);

    private static string ErrorOf(Sheet sheet, Execution execution)
    {
        bool isLast = sheet.Status == SheetStatus.Failed && execution.AttemptNumber == sheet.AttemptCount && !IsRefused(sheet);
        if (isLast && sheet.ErrorMessage is { } message)
            return message;
        if (sheet.Measures.AttemptErrors.TryGetValue(execution.AttemptNumber, out string? code))
            return ErrorCodes.Find(code)?.ToString() ?? code;

        return execution.ExitCode is null or 0
            ? "It did not finish the sheet."
            : string.Create(CultureInfo.InvariantCulture, $"Its exit code was {execution.ExitCode}.");
    }
}
