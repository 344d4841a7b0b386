using Marianne.Jobs;
using Marianne.Stores;

namespace Marianne.Storage.Repair;

/// <summary>Copies the jobs of a store, and collects those that cannot be copied.</summary>
internal sealed class JobCopies
{
    private readonly List<StoreDamage> _failures = [];

    /// <summary>The number of copied jobs.</summary>
    public long Count { get; private set; }

    /// <summary>The jobs that could not be copied.</summary>
    public IReadOnlyList<StoreDamage> Failures => _failures;

    /// <summary>Copies all jobs of a store.</summary>
    public static async ValueTask<JobCopies> OfAllAsync(
        IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        var copies = new JobCopies();
        var query = new JobQuery { WithSheets = false, OnDamage = error => copies.Fail($"{error.Target}", error) };
        await foreach (Job job in source.ListAsync(query, cancellationToken).ConfigureAwait(false))
            await copies.AddAsync(job.Id, source, destination, cancellationToken).ConfigureAwait(false);
        return copies;
    }

    /// <summary>Copies a job. If that fails because of the job, it is recorded.</summary>
    public async ValueTask AddAsync(
        string id, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        try
        {
            IAsyncEnumerable<long> steps = JobCopier.CopyAsync(id, source, destination, replace: false, cancellationToken);
            await foreach (long _ in steps.ConfigureAwait(false))
                cancellationToken.ThrowIfCancellationRequested();
            Count++;
        }
        catch (MarianneException error) when (!error.IsStoreBroken || error.Error == MarianneError.StoreCorrupt)
        {
            Fail($"job '{id}'", error);
        }
    }

    private void Fail(string where, MarianneException error) => _failures.Add(new StoreDamage(where, error.Message, IsLost: true));
}
