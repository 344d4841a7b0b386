using Marianne.Running;

namespace Marianne.Commands;

/// <summary>What a run writes to the pipeline before the job itself: events, or the results of items.</summary>
/// <param name="store">The store of the run.</param>
/// <param name="plan">The plan of the run.</param>
internal sealed class RunOutput(MarianneStore store, JobPlan plan)
{
    /// <summary>Indicates whether events are written.</summary>
    public bool WritesEvents { get; init; }

    /// <summary>Indicates whether the results of items are written.</summary>
    public bool WritesItems { get; init; }

    /// <summary>Returns what is written after an event.</summary>
    /// <param name="jobEvent">The event, or <c>null</c> if there is none.</param>
    public IEnumerable<object> Of(JobEvent? jobEvent)
    {
        if (jobEvent is null)
            yield break;
        if (WritesEvents && jobEvent.Kind != JobEventKind.SheetOutput)
            yield return jobEvent;
        if (WritesItems && jobEvent is { SheetNumber: { } number } && HasEnded(jobEvent.Kind) && plan.Score.ItemNumbers.Contains(number))
            yield return ItemResults.LoadAsync(store.Jobs, jobEvent.JobId, number, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    private static bool HasEnded(JobEventKind kind) =>
        kind is JobEventKind.SheetCompleted or JobEventKind.SheetFailed or JobEventKind.SheetSkipped;
}
