using System.Globalization;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.History;

/// <summary>An event of a sheet: a recorded attempt, an attempt without a record, or an end without an attempt.</summary>
/// <param name="Sheet">The sheet in its current state.</param>
/// <param name="Attempt">The number of the attempt, from 1; 0 if there was no attempt.</param>
/// <param name="Start">The start time.</param>
/// <param name="End">The end time; the start time if it has not ended.</param>
/// <param name="Status">The status at the end.</param>
internal sealed record RunHistoryEntry(Sheet Sheet, int Attempt, DateTimeOffset Start, DateTimeOffset End, StepStatus Status)
{
    /// <summary>The reason why the attempt failed or the sheet was skipped.</summary>
    public string? Reason { get; private init; }

    /// <summary>The recorded exit code.</summary>
    public int? ExitCode { get; private init; }

    /// <summary>Returns the events of a sheet, in order.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="executions">Its recorded attempts, in order.</param>
    /// <param name="jobStart">The start time of the job. It is used for events without a time.</param>
    public static IEnumerable<RunHistoryEntry> Of(Sheet sheet, IEnumerable<Execution> executions, DateTimeOffset jobStart)
    {
        int last = 0;
        bool isDone = false;
        foreach (Execution execution in Counted(sheet, executions))
        {
            RunHistoryEntry recorded = Recorded(sheet, execution);
            int before = Math.Min(execution.AttemptNumber - 1, sheet.AttemptCount);
            foreach (RunHistoryEntry lost in Lost(sheet, last, before, recorded.Start))
                yield return lost;

            yield return recorded;
            last = execution.AttemptNumber;
            isDone |= recorded.Status == StepStatus.Completed;
        }

        // The last attempt is described by the status of the sheet, so it was not lost.
        bool describesAttempt = sheet.Status is SheetStatus.InProgress or SheetStatus.Completed or SheetStatus.Failed;
        int lastLost = sheet.AttemptCount - (describesAttempt ? 1 : 0);
        foreach (RunHistoryEntry lost in Lost(sheet, last, lastLost, sheet.StartedAt ?? jobStart))
            yield return lost;
        if (!isDone && Unrecorded(sheet, last, jobStart) is { } end)
            yield return end;
    }

    /// <summary>
    /// Returns the attempts that count, in order. The number of an interrupted attempt, which has no exit code, is used again.
    /// </summary>
    private static IEnumerable<Execution> Counted(Sheet sheet, IEnumerable<Execution> executions)
    {
        Execution[] all = [.. executions];
        for (int index = 0; index < all.Length; index++)
        {
            int number = all[index].AttemptNumber;
            bool isUsedAgain = number == sheet.AttemptCount + 1
                || (index + 1 < all.Length && all[index + 1].AttemptNumber == number);
            if (all[index].ExitCode is not null || !isUsedAgain)
                yield return all[index];
        }
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

    /// <summary>Returns the attempts that a killed process had started. Their end times are unknown.</summary>
    private static IEnumerable<RunHistoryEntry> Lost(Sheet sheet, int after, int last, DateTimeOffset time)
    {
        for (int attempt = after; attempt < last; attempt++)
        {
            yield return new RunHistoryEntry(sheet, attempt + 1, time, time, StepStatus.Failed)
            {
                Reason = "The run was interrupted.",
            };
        }
    }

    /// <summary>Returns the event that only the sheet itself describes, or <c>null</c> if there is none.</summary>
    private static RunHistoryEntry? Unrecorded(Sheet sheet, int last, DateTimeOffset jobStart)
    {
        bool isAttempt = sheet.AttemptCount > last;
        DateTimeOffset end = sheet.CompletedAt ?? sheet.StartedAt ?? jobStart;
        DateTimeOffset start = isAttempt && sheet.StartedAt <= end ? sheet.StartedAt.Value : end;
        int attempt = isAttempt ? sheet.AttemptCount : 0;
        return sheet.Status switch
        {
            SheetStatus.Completed =>
                new RunHistoryEntry(sheet, attempt, start, end, StepStatus.Completed) { ExitCode = sheet.ExitCode },
            SheetStatus.Skipped => new RunHistoryEntry(sheet, 0, end, end, StepStatus.Skipped) { Reason = sheet.ErrorMessage },
            SheetStatus.Failed when isAttempt || IsRefused(sheet) =>
                new RunHistoryEntry(sheet, attempt, start, end, StepStatus.Failed)
                {
                    Reason = sheet.ErrorMessage ?? "The sheet failed.",
                },
            SheetStatus.InProgress when isAttempt => new RunHistoryEntry(sheet, attempt, start, start, StepStatus.InProgress),
            _ => null,
        };
    }

    /// <summary>Determines whether the sheet failed without a new attempt: the last attempt had another error.</summary>
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
            ? "The attempt did not complete the sheet."
            : string.Create(CultureInfo.InvariantCulture, $"The exit code was {execution.ExitCode}.");
    }
}
