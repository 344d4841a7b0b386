using Marianne.Stores;

namespace Marianne.Jobs;

/// <summary>Selects jobs. All conditions are combined; a condition that is <c>null</c> is ignored.</summary>
public sealed record JobQuery : IPagedQuery
{
    /// <summary>Selects all jobs.</summary>
    public static JobQuery All { get; } = new();

    /// <summary>Determines whether an id is selected.</summary>
    public Func<string, bool>? Id { get; init; }

    /// <summary>Determines whether a name is selected.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>The beginning of the id, ignoring case. A store finds these jobs without reading the others.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>The beginning of the name, ignoring case.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Determines whether a tag is selected. A job matches if one of its tags is.</summary>
    public Func<string, bool>? Tag { get; init; }

    /// <summary>The id of the job that the jobs were forked from.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>The statuses of which the job has one.</summary>
    public IReadOnlyCollection<JobStatus>? Statuses { get; init; }

    /// <summary>The earliest time of the last update.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>The time before which the job was last updated.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>The number of jobs to skip, newest first. The default is 0.</summary>
    public long Skip { get; init; }

    /// <summary>The maximum number of jobs to return. The default is all.</summary>
    public long First { get; init; } = long.MaxValue;

    /// <summary>Indicates whether the jobs are loaded with their sheets. The default is <c>true</c>.</summary>
    public bool WithSheets { get; init; } = true;

    /// <summary>
    /// Called with the error of each job that cannot be read, because the store is damaged. The default is <c>null</c>: the first
    /// error is thrown after the other jobs were listed.
    /// </summary>
    public Action<MarianneException>? OnDamage { get; init; }

    /// <summary>Determines whether a job matches the query, ignoring its paging.</summary>
    /// <param name="job">The job.</param>
    public bool Matches(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);

        return (Statuses is null || Statuses.Contains(job.Status))
            && !(job.UpdatedAt < UpdatedAfter)
            && !(job.UpdatedAt >= UpdatedBefore)
            && (ForkedFrom is null || job.ForkedFrom == ForkedFrom)
            && Begins(job.Id, IdPrefix)
            && Begins(job.Name, NamePrefix)
            && (Id is null || Id(job.Id))
            && (Name is null || Name(job.Name))
            && (Tag is null || job.Tag.Any(Tag));
    }

    private static bool Begins(string text, string? prefix) =>
        prefix is null || text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
