using System.Runtime.CompilerServices;
using Marianne.Collections;
using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>Copies what a learning store has learned to another one.</summary>
public static class LearningCopier
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// Copies in steps, and returns after each how many records have been read and how many of them the destination did not have. A copy
    /// that was interrupted is made again: what is there already is not added twice. No more than one step is in memory.
    /// </summary>
    /// <param name="source">The store to copy from.</param>
    /// <param name="destination">The store to copy to.</param>
    /// <param name="onDamage">
    /// Called with a sentence about each record that is not copied, or not completely, because it cannot be read.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">InvalidParameter: both are the same store.</exception>
    public static async IAsyncEnumerable<LearningCopyProgress> CopyAsync(
        ILearningStore source,
        ILearningStore destination,
        Action<string> onDamage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(onDamage);
        Check(source, destination);

        var progress = new LearningCopyProgress(0, 0);
        await foreach (LearningBatch batch in Batches(source, onDamage, cancellationToken).ConfigureAwait(false))
        {
            int added = await destination.ImportAsync(batch, cancellationToken).ConfigureAwait(false);
            yield return progress = new LearningCopyProgress(progress.Read + batch.Count, progress.Added + added);
        }
    }

    /// <summary>Throws if a copy would be refused because of its stores.</summary>
    /// <param name="source">The store to copy from.</param>
    /// <param name="destination">The store to copy to.</param>
    /// <exception cref="MarianneException">InvalidParameter: both are the same store.</exception>
    public static void Check(ILearningStore source, ILearningStore destination)
    {
        if (source == destination)
        {
            string location = source.Location is { } path ? $" '{path}'" : "";
            throw new MarianneException(
                MarianneError.InvalidParameter,
                $"What was learned cannot be copied: the destination uses the same learning store{location}, also if its jobs are elsewhere. "
                + "Specify a store with another learning store, as Connect-Marianne -LearningPath with -NoDefault returns it.",
                destination);
        }
    }

    private static async IAsyncEnumerable<LearningBatch> Batches(
        ILearningStore source, Action<string> onDamage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await StatesAsync(source, onDamage, cancellationToken).ConfigureAwait(false);

        IAsyncEnumerable<LearnedOutcome> outcomes = source.ListOutcomesAsync(new OutcomeQuery(), cancellationToken);
        await foreach (List<LearnedOutcome> batch in outcomes.InBatches(BatchSize).ConfigureAwait(false))
            yield return new LearningBatch { Outcomes = batch.FindAll(IsWhole) };

        IAsyncEnumerable<LearnedRecovery> recoveries = source.ListRecoveriesAsync(new RecoveryQuery(), cancellationToken);
        await foreach (List<LearnedRecovery> batch in recoveries.InBatches(BatchSize).ConfigureAwait(false))
            yield return new LearningBatch { Recoveries = batch.FindAll(IsWholeRecovery) };

        bool IsWhole(LearnedOutcome outcome) => Report($"outcome {outcome.Id}", outcome.CompletedAt, outcome.Unreadable, onDamage);

        bool IsWholeRecovery(LearnedRecovery recovery) =>
            Report($"recovery {recovery.Id}", recovery.RecordedAt, recovery.Unreadable, onDamage);
    }

    /// <summary>Reads what is small: everything but outcomes and recoveries.</summary>
    private static async ValueTask<LearningBatch> StatesAsync(
        ILearningStore source, Action<string> onDamage, CancellationToken cancellationToken)
    {
        var clusters = new List<WorkspaceCluster>();
        foreach (string id in await source.ListClusterIdsAsync(cancellationToken).ConfigureAwait(false))
            clusters.AddRange(await source.ListClusterAsync(id, long.MaxValue, cancellationToken).ConfigureAwait(false));
        return new LearningBatch
        {
            Clusters = [.. clusters.Where(cluster => Report($"cluster of {cluster.WorkspaceHash}", cluster.AssignedAt, [], onDamage))],
            RateLimits = await source.ListRateLimitsAsync(null, null, cancellationToken).ConfigureAwait(false),
            Circuits =
            [
                .. (await source.ListCircuitsAsync(cancellationToken).ConfigureAwait(false)).Where(circuit => Report(
                    $"circuit breaker '{circuit.Name}'", circuit.Unreadable.Count > 0 ? null : circuit.UpdatedAt, [], onDamage)),
            ],
            Limits = await source.ListLimitsAsync(_ => ProcessState.Unknown, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Reports a record that is damaged. Returns <c>false</c> if it is not copied, because its time is not known.</summary>
    private static bool Report(
        string record, DateTimeOffset? time, IReadOnlyList<UnreadableValue> unreadable, Action<string> onDamage)
    {
        if (time is null)
        {
            onDamage($"The {record} could not be read completely, and was not copied.");
            return false;
        }

        foreach (UnreadableValue value in unreadable)
            onDamage($"{value.Column} of the {record} could not be read: {value.Reason}. The copy has no value.");
        return true;
    }
}
