using Marianne.Learning;
using Marianne.Policies;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryLearningStore
{
    /// <inheritdoc/>
    public ValueTask<int> ImportAsync(LearningBatch batch, CancellationToken cancellationToken)
    {
        return Use(Import, cancellationToken);

        int Import() =>
            Merge(_outcomes, batch.Outcomes, IsNew, outcome => outcome.CompletedAt)
            + Merge(_recoveries, batch.Recoveries, IsNew, recovery => recovery.RecordedAt)
            + Merge(_rateLimits, batch.RateLimits, IsNew, limit => limit.RecordedAt)
            + batch.Clusters.Count(Put)
            + batch.Circuits.Count(Put)
            + batch.Limits.Count(_limits.Put);
    }

    /// <summary>Adds records, the newest first, so that all are in the order of their times.</summary>
    private static int Merge<T>(
        List<T> all, IReadOnlyList<T> records, Func<T, bool> isNew, Func<T, DateTimeOffset?> timeOf)
    {
        T[] added = [.. records.Where(isNew).Reverse()];
        if (added.Length == 0)
            return 0;

        T[] ordered = [.. added.Concat(all).OrderBy(timeOf)];
        all.Clear();
        all.AddRange(ordered);
        return added.Length;
    }

    private bool IsNew(LearnedRateLimit limit) => !_rateLimits.Exists(other => other.Id == limit.Id);

    private bool Put(WorkspaceCluster cluster)
    {
        WorkspaceCluster? current = _clusters.Find(other => other.WorkspaceHash == cluster.WorkspaceHash);
        if (!LearningBatch.Replaces(current?.AssignedAt, cluster.AssignedAt))
            return false;

        _clusters.RemoveAll(other => other.WorkspaceHash == cluster.WorkspaceHash);
        _clusters.Add(cluster);
        return true;
    }

    private bool Put(Circuit circuit)
    {
        if (!LearningBatch.Replaces(_circuits.GetValueOrDefault(circuit.Name)?.UpdatedAt, circuit.UpdatedAt))
            return false;

        _circuits[circuit.Name] = circuit;
        return true;
    }
}
