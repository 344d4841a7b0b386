using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Stores;

namespace Marianne.Storage.Relational;

/// <summary>What learning stores in databases share: the database itself, and the limits across jobs.</summary>
public abstract partial class RelationalLearningStore : IStore, ISheetLimitStore
{
    private readonly ISqlDatabase _database;
    private readonly SheetLimits _limits;

    private protected RelationalLearningStore(ISqlDatabase database, SlotClock clock, TimeProvider time)
    {
        _database = database;
        _limits = new SheetLimits(database, clock, time);
    }

    /// <inheritdoc/>
    public string? Location => _database.Location;

    /// <inheritdoc/>
    public bool IsReadOnly => _database.IsReadOnly;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        _database.OpenAsync(mustExist, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _database.DisposeAsync();
    }

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
