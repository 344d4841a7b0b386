using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryLearningStore
{
    private readonly MemoryLimits _limits = new(time);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SheetLimit>> ListLimitsAsync(
        Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken) =>
        Use(() => _limits.List(examine), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SheetLimit> UpdateLimitAsync(
        string name, Func<SheetLimit?, SheetLimit> change, CancellationToken cancellationToken) =>
        Use(() => _limits.Update(name, change), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteLimitAsync(string name, CancellationToken cancellationToken) =>
        Use(() => _limits.Delete(name), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SlotDecision> TakeSlotAsync(
        SlotRequest request, Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken) =>
        Use(() => _limits.Take(request, examine), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RenewSlotsAsync(IReadOnlyCollection<SlotRequest> slots, CancellationToken cancellationToken) => await Use(
        () =>
        {
            _limits.Renew(slots);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<bool> ReturnSlotAsync(string token, CancellationToken cancellationToken) =>
        Use(() => _limits.Return(token), cancellationToken);
}
