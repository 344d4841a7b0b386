using Marianne.Collections;


namespace Marianne.History;

/// <summary>Applies updates to steps, completely or not at all.</summary>
internal static class StepTransition
{
    private const string SkipReason = "skip_reason";
    private const string NoReason = "Unknown";
    private const string PositionName = "position";

    private static readonly IReadOnlyDictionary<string, object?> Empty = HistoryValue.Map([]);

    /// <summary>Validates an update and applies it to a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="update">The changes.</param>
    /// <param name="now">Returns the current time in seconds.</param>
    public static void Apply(ExecutionStep step, StepUpdate update, Func<double> now)
    {
        Check(step, update);

        // Everything that can fail comes before the first change.
        IReadOnlyDictionary<string, object?> metrics = update.Metrics is { Count: > 0 } measured
            ? HistoryValue.Merge(step.Metrics, measured)
            : step.Metrics;
        if (update.Status == StepStatus.Skipped)
            metrics = HistoryValue.Merge(metrics, [new(SkipReason, update.Reason ?? NoReason)]);
        IReadOnlyDictionary<string, object?>? progress = update.Position is null
            ? step.StreamProgress
            : HistoryValue.Merge(step.StreamProgress ?? Empty, [new(PositionName, update.Position)]);
        if (update.ResourceUsage is { Count: > 0 } usage)
            step.ResourceUsage = Merge(step.ResourceUsage, usage);

        step.Metrics = metrics;
        step.StreamProgress = progress;
        step.ChunksProcessed = update.ChunksProcessed ?? step.ChunksProcessed;
        step.RecordsProcessed = update.RecordsProcessed ?? step.RecordsProcessed;
        if (update.Status is { } status && status != step.Status)
            Move(step, status, update, now());
    }

    private static void Move(ExecutionStep step, StepStatus status, StepUpdate update, double now)
    {
        step.Status = status;
        if (status == StepStatus.InProgress)
        {
            step.StartSeconds = now;
            return;
        }

        step.EndSeconds = now;
        step.DurationSeconds = now - step.StartSeconds;
        step.ArcTaken = update.Arc is null ? null : HistoryValue.Text(update.Arc);
        step.Error = update.Error is null ? null : HistoryValue.Text(update.Error);
    }

    private static void Check(ExecutionStep step, StepUpdate update)
    {
        if (update.Status is { } status)
        {
            bool isAllowed = Enum.IsDefined(status)
                && !step.IsFinal
                && (status != StepStatus.Pending || step.Status == StepStatus.Pending);
            if (!isAllowed)
                throw HistoryErrors.NotAllowed(step, status);
        }

        RequireStatus(update.Arc, StepStatus.Completed, "An arc");
        RequireStatus(update.Error, StepStatus.Failed, "An error message");
        RequireStatus(update.Reason, StepStatus.Skipped, "A reason");
        NotNegative(update.ChunksProcessed, "The number of chunks");
        NotNegative(update.RecordsProcessed, "The number of records");

        void RequireStatus(string? text, StepStatus required, string what)
        {
            if (text is not null && update.Status != required)
                throw HistoryErrors.InvalidValue(what, $"requires the status {required}", step);
        }

        void NotNegative(long? number, string what)
        {
            if (number < 0)
                throw HistoryErrors.InvalidValue(what, $"is {number}, but must be 0 or more", step);
        }
    }

    private static ReadOnlyMap<string, IReadOnlyDictionary<string, object?>> Merge(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> before,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> usage)
    {
        var merged = new Dictionary<string, IReadOnlyDictionary<string, object?>>(before, StringComparer.Ordinal);
        foreach ((string type, IReadOnlyDictionary<string, object?> figures) in usage)
        {
            string name = HistoryValue.Text(type);
            merged[name] = HistoryValue.Merge(merged.GetValueOrDefault(name) ?? Empty, figures);
        }

        return HistoryValue.Usage(merged);
    }
}
