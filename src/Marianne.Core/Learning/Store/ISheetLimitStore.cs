using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>
/// Keeps limits across jobs, and the slots in which sheets run. Expiry is measured by the clock of the store: that of the server, or the
/// time since the machine started.
/// </summary>
public interface ISheetLimitStore
{
    /// <summary>Lists the limits by name, with the sheets that run and wait.</summary>
    /// <param name="examine">Returns the state of what a sheet runs: see <see cref="SlotPolicy.IsFree"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<SheetLimit>> ListLimitsAsync(
        Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken);

    /// <summary>Creates or changes a limit in one atomic step, and returns it as it is stored, without the sheets.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">
    /// Computes the new limit from the stored one, which is <c>null</c> if it does not exist. It may run while the store is locked, so it
    /// must be fast and must not block. If it throws, nothing is written.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The limit is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<SheetLimit> UpdateLimitAsync(
        string name, Func<SheetLimit?, SheetLimit> change, CancellationToken cancellationToken);

    /// <summary>Removes a limit. The sheets that wait for it may start. Returns <c>false</c> if it does not exist.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> DeleteLimitAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a slot of each limit of a request, or else waits for them in their queues. It is called again to ask again.</summary>
    /// <param name="request">The request.</param>
    /// <param name="examine">
    /// Returns the state of what a sheet runs: see <see cref="SlotPolicy.IsFree"/>. It may run while the store is locked.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SlotDecision> TakeSlotAsync(
        SlotRequest request, Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken);

    /// <summary>Renews slots. One that was lost meanwhile is taken again, even if that exceeds its limit, because its sheet runs.</summary>
    /// <param name="slots">The requests for the slots, with the limits that they were taken of.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask RenewSlotsAsync(IReadOnlyCollection<SlotRequest> slots, CancellationToken cancellationToken);

    /// <summary>Returns the slots of an attempt that has ended, or leaves the queues. Returns <c>false</c> if there are none.</summary>
    /// <param name="token">The token of the request.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> ReturnSlotAsync(string token, CancellationToken cancellationToken);
}
