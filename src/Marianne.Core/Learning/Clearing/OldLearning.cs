namespace Marianne.Learning;

/// <summary>Outcomes and recoveries that can be cleared.</summary>
/// <param name="OutcomeIds">The ids of the outcomes.</param>
/// <param name="RecoveryIds">The ids of the recoveries.</param>
public sealed record OldLearning(IReadOnlyList<string> OutcomeIds, IReadOnlyList<string> RecoveryIds)
{
    /// <summary>
    /// How many recoveries of each error code, model and service are kept in any case, the newest: as many as a wait is estimated from.
    /// </summary>
    public const int KeptRecoveries = Waits.WaitHistory.MaximumRows;

    /// <summary>Nothing.</summary>
    public static OldLearning None { get; } = new([], []);

    /// <summary>Indicates whether there is nothing.</summary>
    public bool IsEmpty => OutcomeIds.Count + RecoveryIds.Count == 0;
}
