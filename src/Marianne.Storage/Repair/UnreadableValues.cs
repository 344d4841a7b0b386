using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Sqlite;
using Marianne.Stores;

namespace Marianne.Storage.Repair;

/// <summary>Finds the values of a store that cannot be read although their rows can.</summary>
internal static class UnreadableValues
{
    /// <summary>Returns the values of an SQLite file.</summary>
    public static async ValueTask<List<StoreDamage>> OfAsync(
        string path, bool isOfJobs, TimeProvider time, IProcessList processes, CancellationToken cancellationToken)
    {
        if (isOfJobs)
        {
            var jobs = new SqliteJobStore(path, time, processes);
            await using (jobs.ConfigureAwait(false))
                return await OfAsync(jobs, cancellationToken).ConfigureAwait(false);
        }

        var learning = new SqliteLearningStore(path, time);
        await using (learning.ConfigureAwait(false))
            return await OfAsync(learning, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the values of a job store.</summary>
    public static async ValueTask<List<StoreDamage>> OfAsync(IJobStore store, CancellationToken cancellationToken)
    {
        var found = new List<StoreDamage>();
        await foreach (Job job in store.ListAsync(new JobQuery { OnDamage = _ => { } }, cancellationToken).ConfigureAwait(false))
        {
            foreach (StoredObject damaged in job.FindDamaged())
            {
                string owner = damaged is Sheet sheet ? $"sheet {sheet.Number} of the job '{job.Id}'" : $"job '{job.Id}'";
                found.AddRange(Of(damaged.Unreadable.Values, owner));
            }
        }

        await AddAsync(
            store.ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue }, cancellationToken),
            attempt => Of(attempt.Unreadable, $"attempt {attempt.Id} of the job '{attempt.JobId}'"),
            found).ConfigureAwait(false);
        return found;
    }

    private static async ValueTask<List<StoreDamage>> OfAsync(SqliteLearningStore store, CancellationToken cancellationToken)
    {
        var found = new List<StoreDamage>();
        await AddAsync(
            store.ListOutcomesAsync(new OutcomeQuery { First = long.MaxValue }, cancellationToken),
            outcome => Of(outcome.Unreadable, $"outcome '{outcome.Id}'"),
            found).ConfigureAwait(false);
        await AddAsync(
            store.ListRecoveriesAsync(new RecoveryQuery { First = long.MaxValue }, cancellationToken),
            recovery => Of(recovery.Unreadable, $"recovery '{recovery.Id}'"),
            found).ConfigureAwait(false);
        await AddAsync(CircuitsAsync(), circuit => Of(circuit.Unreadable, $"circuit breaker '{circuit.Name}'"), found)
            .ConfigureAwait(false);
        return found;

        async IAsyncEnumerable<Circuit> CircuitsAsync()
        {
            foreach (Circuit circuit in await store.ListCircuitsAsync(cancellationToken).ConfigureAwait(false))
                yield return circuit;
        }
    }

    /// <summary>Adds what is found in each item. A damaged page ends it, and is reported by the scan of its table.</summary>
    private static async ValueTask AddAsync<T>(
        IAsyncEnumerable<T> items, Func<T, IEnumerable<StoreDamage>> find, List<StoreDamage> found)
    {
        try
        {
            await foreach (T item in items.ConfigureAwait(false))
                found.AddRange(find(item));
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
        {
            found.Add(new StoreDamage($"{error.Target}", "not all of its values could be checked", IsLost: false));
        }
    }

    private static IEnumerable<StoreDamage> Of(IEnumerable<UnreadableValue> values, string owner) =>
        values.Select(value => new StoreDamage(owner, $"{value.Column} cannot be read: {value.Reason}", IsLost: false));
}
