using Marianne.Learning;
using Marianne.Policies;

namespace Marianne.Storage;

/// <summary>
/// Validates reports and turns them into the records that learning stores keep. The rules are the same in every store.
/// </summary>
internal static class LearningNormalizer
{
    /// <summary>Returns the outcomes to record.</summary>
    /// <exception cref="MarianneException">A value is out of range. Nothing is recorded.</exception>
    public static List<LearnedOutcome> Of(IReadOnlyList<OutcomeReport> reports, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(reports);
        foreach (OutcomeReport report in reports)
            LearningValidator.Check(report);

        // Sheets that are reported together usually share a job and a workspace, whose links need to be resolved only once.
        var workspaces = new Dictionary<string, string>(StringComparer.Ordinal);
        var jobs = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. reports.Select(ToRecord)];

        LearnedOutcome ToRecord(OutcomeReport report)
        {
            DateTimeOffset now = Now(time);
            DateTimeOffset started = StoredTime.Truncate(report.StartedAt);
            string workspace = HashOf(workspaces, report.WorkspacePath, _ => report.HashOfWorkspace());
            string job = HashOf(jobs, report.JobId, id => LearningHash.OfJob(id));
            return report.ToOutcome(IdOr(report.Id, now), now, workspace, job) with { StartedAt = started };
        }

        static string HashOf(Dictionary<string, string> known, string text, Func<string, string> compute)
        {
            if (!known.TryGetValue(text, out string? hash))
                known.Add(text, hash = compute(text));
            return hash;
        }
    }

    /// <summary>Returns the recoveries to record.</summary>
    /// <exception cref="MarianneException">A value is out of range. Nothing is recorded.</exception>
    public static List<LearnedRecovery> Of(IReadOnlyList<LearnedRecovery> recoveries, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(recoveries);
        foreach (LearnedRecovery recovery in recoveries)
            LearningValidator.Check(recovery);

        return [.. recoveries.Select(ToRecord)];

        LearnedRecovery ToRecord(LearnedRecovery recovery)
        {
            DateTimeOffset now = Now(time);
            int hour = TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).Hour;
            return recovery with
            {
                Id = IdOr(recovery.Id, now),
                RecordedAt = now,
                Hour = hour,
                Incident = recovery.Incident ?? (HasIncident(recovery) ? RecordId.New(now) : null),
                Since = recovery.Since is { } since ? StoredTime.Truncate(since) : null,
                Unreadable = [],
            };
        }

        static bool HasIncident(LearnedRecovery recovery) =>
            recovery.Since is not null || recovery.Hint is not null || recovery.Service is not null;
    }

    /// <summary>Returns the cluster assignments to record.</summary>
    /// <exception cref="MarianneException">A value is out of range. Nothing is recorded.</exception>
    public static List<WorkspaceCluster> Of(IReadOnlyDictionary<string, string> assignments, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        foreach ((string workspaceHash, string clusterId) in assignments)
            LearningValidator.CheckAssignment(workspaceHash, clusterId);

        return [.. assignments.Select(assignment => new WorkspaceCluster(assignment.Key, assignment.Value, Now(time)))];
    }

    /// <summary>Returns the rate limit to record.</summary>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static LearnedRateLimit Of(LearnedRateLimit limit, TimeProvider time)
    {
        LearningValidator.Check(limit);
        DateTimeOffset now = Now(time);
        bool isKnown = limit.ExpiresAt > now && limit.ExpiresAt - now <= limit.Duration;
        DateTimeOffset expiresAt = StoredTime.Truncate(isKnown ? limit.ExpiresAt : LearnedRateLimit.Expiry(now, limit.Duration));
        return limit with { Id = RecordId.New(now), RecordedAt = now, ExpiresAt = expiresAt, Remaining = expiresAt - now };
    }

    /// <summary>Returns the circuit breaker to record after a change, or the current one if nothing changed.</summary>
    /// <exception cref="MarianneException">The name is not valid.</exception>
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

    /// <summary>Returns the limit across jobs to record after a change, or the current one if its numbers did not change.</summary>
    /// <exception cref="MarianneException">The limit is not valid.</exception>
    public static SheetLimit Of(string name, SheetLimit? current, Func<SheetLimit?, SheetLimit> change, TimeProvider time)
    {
        SheetLimit changed = change(current) with { Name = name };
        LearningValidator.Check(changed);
        return changed.HasNumbersOf(current) ? current! : changed with { UpdatedAt = Now(time), Slots = [], Queue = [] };
    }

    private static DateTimeOffset? Truncate(DateTimeOffset? time) => time is { } known ? StoredTime.Truncate(known) : null;

    private static string IdOr(string? given, DateTimeOffset now) => string.IsNullOrEmpty(given) ? RecordId.New(now) : given;

    private static DateTimeOffset Now(TimeProvider time) => StoredTime.Truncate(time.GetUtcNow());
}
