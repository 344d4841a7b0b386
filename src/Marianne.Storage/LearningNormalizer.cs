using Marianne.Learning;
using Marianne.Policies;

namespace Marianne.Storage;

/// <summary>What a learning store remembers of what it is told: the same in every store.</summary>
internal static class LearningNormalizer
{
    /// <summary>Outcomes as they are remembered.</summary>
    /// <exception cref="MarianneException">A value of one is out of range; none is remembered.</exception>
    public static List<LearnedOutcome> Of(IReadOnlyList<OutcomeReport> reports, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(reports);
        foreach (OutcomeReport report in reports)
            LearningValidator.Check(report);

        // Sheets that are reported together mostly share a workspace, and its links need following only once.
        var workspaces = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. reports.Select(Remember)];

        LearnedOutcome Remember(OutcomeReport report)
        {
            DateTimeOffset started = StoredTime.Truncate(report.StartedAt);
            return report.ToOutcome(NewId(), Now(time), HashOf(report.WorkspacePath)) with { StartedAt = started };
        }

        string HashOf(string path)
        {
            if (!workspaces.TryGetValue(path, out string? hash))
                workspaces.Add(path, hash = LearningHash.OfWorkspace(path));
            return hash;
        }
    }

    /// <summary>Recoveries as they are remembered.</summary>
    /// <exception cref="MarianneException">A value of one is out of range; none is remembered.</exception>
    public static List<LearnedRecovery> Of(IReadOnlyList<LearnedRecovery> recoveries, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(recoveries);
        foreach (LearnedRecovery recovery in recoveries)
            LearningValidator.Check(recovery);

        return [.. recoveries.Select(Remember)];

        LearnedRecovery Remember(LearnedRecovery recovery)
        {
            DateTimeOffset now = Now(time);
            int hour = TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).Hour;
            return recovery with { Id = NewId(), RecordedAt = now, Hour = hour, Unreadable = [] };
        }
    }

    /// <summary>Assignments as they are remembered.</summary>
    /// <exception cref="MarianneException">A value of one is out of range; none is remembered.</exception>
    public static List<WorkspaceCluster> Of(IReadOnlyDictionary<string, string> assignments, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        foreach ((string workspaceHash, string clusterId) in assignments)
            LearningValidator.CheckAssignment(workspaceHash, clusterId);

        return [.. assignments.Select(assignment => new WorkspaceCluster(assignment.Key, assignment.Value, Now(time)))];
    }

    /// <summary>A rate limit as it is remembered.</summary>
    /// <exception cref="MarianneException">A value of it is out of range.</exception>
    public static LearnedRateLimit Of(LearnedRateLimit limit, TimeProvider time)
    {
        LearningValidator.Check(limit);
        DateTimeOffset now = Now(time);
        DateTimeOffset expiresAt = StoredTime.Truncate(LearnedRateLimit.Expiry(now, limit.Duration));
        return limit with { Id = NewId(), RecordedAt = now, ExpiresAt = expiresAt, Remaining = expiresAt - now };
    }

    /// <summary>A circuit breaker as it is remembered after a change; the one before it when nothing changed.</summary>
    /// <exception cref="MarianneException">The name cannot be one.</exception>
    public static Circuit Of(string name, Circuit? current, Func<Circuit?, Circuit> change, TimeProvider time)
    {
        LearningValidator.CheckCircuitName(name);
        Circuit changed = change(current) with { Name = name };
        if (changed == current)
            return current;

        CircuitState state = changed.State;
        return changed with
        {
            State = state with { OpenedAt = Truncate(state.OpenedAt), ProbeUntil = Truncate(state.ProbeUntil) },
            UpdatedAt = Now(time),
        };
    }

    private static DateTimeOffset? Truncate(DateTimeOffset? time) => time is { } known ? StoredTime.Truncate(known) : null;

    private static string NewId() => Guid.NewGuid().ToString();

    private static DateTimeOffset Now(TimeProvider time) => StoredTime.Truncate(time.GetUtcNow());
}
