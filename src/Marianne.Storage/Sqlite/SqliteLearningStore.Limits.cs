using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Sqlite;

public sealed partial class SqliteLearningStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SheetLimit>> ListLimitsAsync(
        Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken) =>
        _limits.ListLimitsAsync(examine, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SheetLimit> UpdateLimitAsync(
        string name, Func<SheetLimit?, SheetLimit> change, CancellationToken cancellationToken) =>
        _limits.UpdateLimitAsync(name, change, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteLimitAsync(string name, CancellationToken cancellationToken) =>
        _limits.DeleteLimitAsync(name, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SlotDecision> TakeSlotAsync(
        SlotRequest request, Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken) =>
        _limits.TakeSlotAsync(request, examine, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RenewSlotsAsync(IReadOnlyCollection<SlotRequest> slots, CancellationToken cancellationToken) =>
        _limits.RenewSlotsAsync(slots, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReturnSlotAsync(string token, CancellationToken cancellationToken) =>
        _limits.ReturnSlotAsync(token, cancellationToken);
}
