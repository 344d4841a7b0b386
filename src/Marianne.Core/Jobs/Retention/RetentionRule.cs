using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>How long the history of jobs is kept after they have ended.</summary>
public sealed record RetentionRule
{
    /// <summary>The rule that keeps everything for ever.</summary>
    public static RetentionRule None { get; } = new();

    /// <summary>Indicates whether everything is kept for ever.</summary>
    [JsonIgnore]
    public bool KeepsAll => Completed is null && Failed is null && Cancelled is null && Learned is null;

    /// <summary>How long a completed job is kept; <c>null</c> for ever.</summary>
    public TimeSpan? Completed { get; init; }

    /// <summary>How long a failed job is kept; <c>null</c> for ever.</summary>
    public TimeSpan? Failed { get; init; }

    /// <summary>How long a cancelled job is kept; <c>null</c> for ever.</summary>
    public TimeSpan? Cancelled { get; init; }

    /// <summary>
    /// How long outcomes and recoveries are kept in the learning store that is used with the job store; <c>null</c> for ever. The newest
    /// recoveries of each error code, model and service stay.
    /// </summary>
    public TimeSpan? Learned { get; init; }

    /// <summary>How many of the newest jobs of each name are kept at least. The default is 0.</summary>
    public int Keep { get; init; }

    /// <summary>Returns how long a job is kept that ended in some way; <c>null</c> for ever.</summary>
    /// <param name="status">How it ended.</param>
    public TimeSpan? AgeOf(JobStatus status) => status switch
    {
        JobStatus.Completed => Completed,
        JobStatus.Failed => Failed,
        JobStatus.Cancelled => Cancelled,
        _ => null,
    };

    /// <summary>Selects the jobs whose history is cleared, the oldest first.</summary>
    /// <param name="ended">All jobs that have ended.</param>
    /// <param name="ruleOf">Returns the rule of a job.</param>
    /// <param name="now">The current time.</param>
    public static IReadOnlyList<EndedJob> Select(
        IEnumerable<EndedJob> ended, Func<EndedJob, RetentionRule> ruleOf, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(ruleOf);
        return
        [
            .. ended.GroupBy(job => job.Name, StringComparer.Ordinal).SelectMany(ofName => ofName
                .OrderByDescending(job => job.EndedAt).ThenByDescending(job => job.Id, StringComparer.Ordinal)
                .Where((job, newer) => ruleOf(job).Clears(job, newer, now)))
                .OrderBy(job => job.EndedAt).ThenBy(job => job.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Determines whether the history of a job is cleared.</summary>
    /// <param name="job">The job.</param>
    /// <param name="newer">How many jobs of its name ended later.</param>
    /// <param name="now">The current time.</param>
    private bool Clears(EndedJob job, int newer, DateTimeOffset now) =>
        newer >= Keep && AgeOf(job.Status) is { } age && now - job.EndedAt >= age;
}
