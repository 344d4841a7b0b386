using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Something that happened to a sheet: an attempt, one that left no record, or that it was passed over.</summary>
/// <param name="Sheet">The sheet as it is now.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 when it was none.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Execution">What was recorded of it; nothing when the run was cut short.</param>
internal sealed record RunMoment(Sheet Sheet, int Attempt, DateTimeOffset Start, DateTimeOffset End, Execution? Execution)
{
    /// <summary>Everything that happened to a sheet, in order.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="executions">Its recorded attempts.</param>
    public static IEnumerable<RunMoment> Of(Sheet sheet, IEnumerable<Execution> executions)
    {
        int last = 0;
        foreach (Execution execution in executions.OrderBy(execution => execution.AttemptNumber).ThenBy(execution => execution.Id))
        {
            DateTimeOffset start = execution.ExecutedAt - (execution.Duration ?? TimeSpan.Zero);
            for (int lost = last + 1; lost < execution.AttemptNumber; lost++)
                yield return new RunMoment(sheet, lost, start, start, null);

            last = execution.AttemptNumber;
            yield return new RunMoment(sheet, last, start, execution.ExecutedAt, execution);
        }

        if (sheet is { Status: SheetStatus.Skipped, CompletedAt: { } skipped })
            yield return new RunMoment(sheet, 0, skipped, skipped, null);
    }

    /// <summary>Whether the sheet was done with it.</summary>
    public bool IsSuccess => Execution is not null && Sheet.Status == SheetStatus.Completed && Attempt == Sheet.AttemptCount;
}
