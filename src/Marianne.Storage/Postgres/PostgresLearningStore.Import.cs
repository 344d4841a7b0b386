using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

public sealed partial class PostgresLearningStore
{
    /// <inheritdoc/>
    public ValueTask<int> ImportAsync(LearningBatch batch, CancellationToken cancellationToken)
    {
        return batch.Count == 0 ? new(0) : _database.WriteAsync(ImportAsync, cancellationToken);

        async ValueTask<int> ImportAsync(SqlSession session) =>
            await CountAsync(batch.Outcomes, outcome => PostgresOutcomes.AddAsync(session, outcome)).ConfigureAwait(false)
            + await CountAsync(batch.Recoveries, recovery => PostgresRecoveries.AddAsync(session, recovery)).ConfigureAwait(false)
            + await CountAsync(batch.RateLimits, limit => AddAsync(session, limit)).ConfigureAwait(false)
            + await CountAsync(batch.Clusters, cluster => PutAsync(session, cluster)).ConfigureAwait(false)
            + await CountAsync(batch.Circuits, circuit => PutAsync(session, circuit)).ConfigureAwait(false)
            + await CountAsync(batch.Limits, limit => SheetLimits.ImportAsync(session, limit)).ConfigureAwait(false);
    }

    private static async ValueTask<int> CountAsync<T>(IReadOnlyList<T> records, Func<T, ValueTask<bool>> add)
    {
        int added = 0;
        foreach (T record in records)
            added += await add(record).ConfigureAwait(false) ? 1 : 0;
        return added;
    }

    private async ValueTask<bool> AddAsync(SqlSession session, LearnedRateLimit limit)
    {
        if (await PostgresRateLimits.HasAsync(session, [limit.Id]).ConfigureAwait(false))
            return false;

        await _rateLimits.AddAsync(session, limit).ConfigureAwait(false);
        return true;
    }

    private static async ValueTask<bool> PutAsync(SqlSession session, WorkspaceCluster cluster)
    {
        WorkspaceCluster? current = await PostgresClusters.FindAsync(session, cluster.WorkspaceHash).ConfigureAwait(false);
        return LearningBatch.Replaces(current?.AssignedAt, cluster.AssignedAt)
            && await PostgresClusters.PutAsync(session, cluster).ConfigureAwait(false);
    }

    private async ValueTask<bool> PutAsync(SqlSession session, Circuit circuit)
    {
        Circuit? current = await _circuits.FindAsync(session, circuit.Name).ConfigureAwait(false);
        if (!LearningBatch.Replaces(current?.UpdatedAt, circuit.UpdatedAt))
            return false;

        await _circuits.PutAsync(session, circuit, exists: current is not null).ConfigureAwait(false);
        return true;
    }
}
