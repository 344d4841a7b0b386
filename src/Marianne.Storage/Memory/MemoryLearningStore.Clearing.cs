using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Waits;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryLearningStore
{
    private readonly List<LearnedOutcome> _clearedOutcomes = [];
    private readonly List<LearnedRecovery> _clearedRecoveries = [];

    /// <summary>All outcomes of the statistics. They keep what they need of those that were cleared.</summary>
    private IEnumerable<LearnedOutcome> AllOutcomes => _outcomes.Concat(_clearedOutcomes);

    /// <summary>All recoveries of the statistics.</summary>
    private IEnumerable<LearnedRecovery> AllRecoveries => _recoveries.Concat(_clearedRecoveries);

    /// <inheritdoc/>
    public ValueTask<LearnedAmount> MeasureOldAsync(DateTimeOffset before, CancellationToken cancellationToken) => Use(
        () => AmountOf(_outcomes.Count(outcome => outcome.CompletedAt < before), OldRecoveries(before).Count()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OldLearning> FindOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => Use(
        () => new OldLearning(
            [.. _outcomes.Where(outcome => outcome.CompletedAt < before).Take(most).Select(outcome => outcome.Id)],
            [.. OldRecoveries(before).Take(most).Select(recovery => recovery.Id)]),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearnedAmount> ClearOldAsync(OldLearning old, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(old);
        return Use(
            () => AmountOf(
                Move(_outcomes, _clearedOutcomes, outcome => outcome.Id, old.OutcomeIds),
                Move(_recoveries, _clearedRecoveries, recovery => recovery.Id, old.RecoveryIds)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> GetClearedUntilAsync(CancellationToken cancellationToken) =>
        Use(() => _clearedOutcomes.Max(outcome => outcome.CompletedAt), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) => new(ReleasedSpace.All);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => default;

    private IEnumerable<LearnedRecovery> OldRecoveries(DateTimeOffset before)
    {
        var kept = _recoveries.GroupBy(recovery => (recovery.ErrorCode, recovery.Model, recovery.Service)).SelectMany(group => group
            .Reverse().OrderByDescending(recovery => recovery.RecordedAt).Take(OldLearning.KeptRecoveries)
            .Concat(group.Where(recovery => recovery.Recovered)
                .OrderByDescending(recovery => recovery.RecordedAt).ThenByDescending(recovery => recovery.ActualWait)
                .Take(WaitSamples.MostRecent))).ToHashSet(ReferenceEqualityComparer.Instance);
        return _recoveries.Where(recovery => recovery.RecordedAt < before && !kept.Contains(recovery));
    }

    private static int Move<T>(List<T> all, List<T> cleared, Func<T, string> idOf, IReadOnlyList<string> ids)
    {
        HashSet<string> chosen = new(ids, StringComparer.Ordinal);
        cleared.AddRange(all.Where(record => chosen.Contains(idOf(record))));
        return all.RemoveAll(record => chosen.Contains(idOf(record)));
    }

    private static LearnedAmount AmountOf(int outcomes, int recoveries) => new(outcomes, recoveries, 0);
}
