namespace Marianne.Jobs;

/// <summary>Which jobs to read.</summary>
public sealed record JobQuery
{
    /// <summary>Every job.</summary>
    public static JobQuery All { get; } = new();

    /// <summary>Only those whose id passes.</summary>
    public Func<string, bool>? Id { get; init; }

    /// <summary>Only those whose name passes.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>Only those whose id begins like this, in any case. A store finds them without reading the others.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>Only those whose name begins like this, in any case.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only those in one of these states.</summary>
    public IReadOnlyCollection<JobStatus>? Statuses { get; init; }

    /// <summary>Only those updated at this time or after it.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Only those updated before this time.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>How many of the newest to pass over. Default: none.</summary>
    public long Skip { get; init; }

    /// <summary>How many to give at most. Default: all.</summary>
    public long First { get; init; } = long.MaxValue;

    /// <summary>Whether the jobs come with their sheets. Default: yes.</summary>
    public bool WithSheets { get; init; } = true;

    /// <summary>Whether a job is one of those asked for, paging apart.</summary>
    public bool Matches(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);

        return (Statuses is null || Statuses.Contains(job.Status))
            && !(job.UpdatedAt < UpdatedAfter)
            && !(job.UpdatedAt >= UpdatedBefore)
            && Begins(job.Id, IdPrefix)
            && Begins(job.Name, NamePrefix)
            && (Id is null || Id(job.Id))
            && (Name is null || Name(job.Name));
    }

    private static bool Begins(string text, string? prefix) =>
        prefix is null || text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
