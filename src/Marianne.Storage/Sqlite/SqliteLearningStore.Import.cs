using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

public sealed partial class SqliteLearningStore
{
    /// <inheritdoc/>
    public ValueTask<int> ImportAsync(LearningBatch batch, CancellationToken cancellationToken)
    {
        return batch.Count == 0 ? new(0) : _database.WriteAsync(Import, cancellationToken);

        int Import(SqliteSession session) =>
            _outcomes.Add(session, batch.Outcomes).Count
            + batch.Recoveries.Count(recovery => _recoveries.Add(session, recovery))
            + batch.RateLimits.Count(limit => Add(session, limit))
            + batch.Clusters.Count(cluster => Put(session, cluster))
            + batch.Circuits.Count(circuit => Put(session, circuit))
            + batch.Limits.Count(limit => SqliteDatabase.Completed(SheetLimits.ImportAsync(session, limit)));
    }

    private static bool Add(SqliteSession session, LearnedRateLimit limit)
    {
        if (RateLimitTable.Has(session, limit.Id))
            return false;

        RateLimitTable.Add(session, limit);
        return true;
    }

    private bool Put(SqliteSession session, WorkspaceCluster cluster)
    {
        if (!LearningBatch.Replaces(_clusters.Find(session, cluster.WorkspaceHash)?.AssignedAt, cluster.AssignedAt))
            return false;

        _clusters.Put(session, cluster);
        return true;
    }

    private bool Put(SqliteSession session, Circuit circuit)
    {
        if (!LearningBatch.Replaces(_circuits.Find(session, circuit.Name)?.UpdatedAt, circuit.UpdatedAt))
            return false;

        CircuitTable.Put(session, circuit);
        return true;
    }
}
