using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>
/// Selects the jobs of a report. Without a condition, these are the job that was updated last and the ones before it of the same
/// name, so that the report shows a trend.
/// </summary>
public sealed record ReportSelection
{
    /// <summary>The most jobs of a report that has no condition.</summary>
    public const int MostRuns = 20;

    /// <summary>The ids of the jobs; <c>null</c> if the jobs are selected otherwise.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Determines whether a name is selected; <c>null</c> for all names.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>The earliest time of the last update; <c>null</c> for all times.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Loads the jobs with their sheets.</summary>
    /// <param name="jobs">Reads jobs.</param>
    /// <param name="onMissing">Called with each id that does not exist.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<Job>> LoadAsync(
        IJobReader jobs, Action<string>? onMissing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);

        List<Job> selected = [];
        if (Ids is not null)
        {
            foreach (string id in Ids.Distinct(StringComparer.Ordinal))
            {
                Job? job = await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
                if (job is null)
                    onMissing?.Invoke(id);
                else if (Includes(job))
                    selected.Add(job);
            }

            return selected;
        }

        await foreach (Job job in jobs.ListAsync(await QueryAsync(jobs, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false))
        {
            selected.Add(job);
        }

        return selected;
    }

    private bool Includes(Job job) => (Name is null || Name(job.Name)) && !(job.UpdatedAt < After);

    private async ValueTask<JobQuery> QueryAsync(IJobReader jobs, CancellationToken cancellationToken)
    {
        if (Name is not null || After is not null)
            return new JobQuery { Name = Name, UpdatedAfter = After };

        string? name = null;
        var newest = new JobQuery { WithSheets = false, First = 1 };
        await foreach (Job job in jobs.ListAsync(newest, cancellationToken).ConfigureAwait(false))
            name = job.Name;
        return name is null
            ? newest
            : new JobQuery { NamePrefix = name, Name = other => other == name, First = MostRuns };
    }
}
