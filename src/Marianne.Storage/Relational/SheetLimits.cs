using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>The limits across jobs in a database. Each decision is one transaction, which locks the limits that it is about.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The clock by which slots expire.</param>
/// <param name="time">The clock of this process, for the times of changes.</param>
internal sealed class SheetLimits(ISqlDatabase database, SlotClock clock, TimeProvider time) : ISheetLimitStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SheetLimit>> ListLimitsAsync(
        Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListAsync(session, examine), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SheetLimit> UpdateLimitAsync(
        string name, Func<SheetLimit?, SheetLimit> change, CancellationToken cancellationToken)
    {
        return database.WriteAsync(UpdateAsync, cancellationToken);

        async ValueTask<SheetLimit> UpdateAsync(SqlSession session)
        {
            SheetLimit? current = await LimitTable.LockAsync(session, name).ConfigureAwait(false);
            SheetLimit changed = LearningNormalizer.Of(name, current, change, time);
            if (changed != current)
                await LimitTable.PutAsync(session, changed).ConfigureAwait(false);
            return changed;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteLimitAsync(string name, CancellationToken cancellationToken) => database.WriteExistingAsync(
        async session => (await LimitTable.FindAsync(session, [name]).ConfigureAwait(false)).Count > 0,
        () => false,
        session => LimitTable.DeleteAsync(session, name),
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<SlotDecision> TakeSlotAsync(
        SlotRequest request, Func<SlotHolder, ProcessState> examine, CancellationToken cancellationToken)
    {
        // Most sheets obey no limit, and then nothing is written.
        bool isLimited = request.Limits.Count > 0 && await database.ReadAsync(
            async session => (await LimitTable.FindAsync(session, request.Limits).ConfigureAwait(false)).Count > 0,
            false,
            cancellationToken).ConfigureAwait(false);
        return isLimited
            ? await database.WriteAsync(session => TakeAsync(session, request, examine), cancellationToken).ConfigureAwait(false)
            : SlotDecision.Unlimited;
    }

    /// <inheritdoc/>
    public async ValueTask RenewSlotsAsync(IReadOnlyCollection<SlotRequest> slots, CancellationToken cancellationToken)
    {
        await database.WriteAsync(RenewAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<bool> RenewAsync(SqlSession session)
        {
            object now = await NowAsync(session).ConfigureAwait(false);
            HashSet<string> known = await SlotTable.RenewAsync(session, slots.Select(slot => slot.Holder.Token), now).ConfigureAwait(false);
            foreach (SlotRequest lost in slots.Where(slot => !known.Contains(slot.Holder.Token)))
            {
                foreach (string limit in lost.Limits)
                    await SlotTable.AddAsync(session, lost.Holder, limit, now).ConfigureAwait(false);
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReturnSlotAsync(string token, CancellationToken cancellationToken) => database.WriteAsync(
        async session => await SlotTable.FreeAsync(session, token).ConfigureAwait(false)
            | await SlotQueueTable.RemoveAsync(session, token).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Writes a limit as it is, unless there is one that is not older.</summary>
    public static async ValueTask<bool> ImportAsync(SqlSession session, SheetLimit limit)
    {
        SheetLimit? current = await LimitTable.LockAsync(session, limit.Name).ConfigureAwait(false);
        if (!LearningBatch.Replaces(current?.UpdatedAt, limit.UpdatedAt))
            return false;

        await LimitTable.PutAsync(session, limit).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<IReadOnlyList<SheetLimit>> ListAsync(SqlSession session, Func<SlotHolder, ProcessState> examine)
    {
        List<SheetLimit> limits = await LimitTable.ListAsync(session).ConfigureAwait(false);
        if (limits.Count == 0)
            return limits;

        object now = await clock.NowAsync(session).ConfigureAwait(false);
        List<(string Limit, SlotHolder Holder)> slots = [], queue = [];
        string[] names = [.. limits.Select(limit => limit.Name)];
        await SlotTable.PostListAsync(session, names, now, slots).ConfigureAwait(false);
        await SlotQueueTable.PostListAsync(session, names, now, queue).ConfigureAwait(false);
        Dictionary<string, long> started = await SlotTable.CountStartsAsync(session, now).ConfigureAwait(false);

        ILookup<string, SlotHolder> running = Living(slots, examine);
        ILookup<string, SlotHolder> waiting = Living(queue, examine);
        return
        [
            .. limits.Select(limit => limit with
            {
                StartedLastHour = started.GetValueOrDefault(limit.Name),
                Slots = [.. running[limit.Name]],
                Queue = [.. waiting[limit.Name]],
            }),
        ];
    }

    private static ILookup<string, SlotHolder> Living(
        List<(string Limit, SlotHolder Holder)> rows, Func<SlotHolder, ProcessState> examine) => rows
        .Where(row => !SlotPolicy.IsFree(row.Holder, examine(row.Holder))).ToLookup(row => row.Limit, row => row.Holder);

    private async ValueTask<SlotDecision> TakeAsync(
        SqlSession session, SlotRequest request, Func<SlotHolder, ProcessState> examine)
    {
        string token = request.Holder.Token;
        List<SheetLimit> limits = [];
        await LimitTable.PostLockAsync(session, request.Limits, limits).ConfigureAwait(false);
        object now = await NowAsync(session).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        string[] names = [.. limits.Select(limit => limit.Name)];
        await FreeAsync(session, names, now, examine).ConfigureAwait(false);

        SlotRefusal? refusal = null;
        foreach (SheetLimit limit in limits)
        {
            // The place in the queue comes first, so that sheets that ask at the same time are in one order.
            await SlotQueueTable.PutAsync(session, request, limit.Name, now).ConfigureAwait(false);
            refusal ??= SlotPolicy.RefusalOf(limit, await SlotUseQuery.ReadAsync(session, limit, token, now).ConfigureAwait(false));
        }

        if (refusal is not null)
            return new SlotDecision([], refusal);

        await SlotQueueTable.RemoveAsync(session, [token]).ConfigureAwait(false);
        foreach (string limit in names)
            await SlotTable.AddAsync(session, request.Holder, limit, now).ConfigureAwait(false);
        return new SlotDecision(names);
    }

    /// <summary>Frees the slots and the places in the queues of processes that are gone.</summary>
    private static async ValueTask FreeAsync(
        SqlSession session, string[] limits, object now, Func<SlotHolder, ProcessState> examine)
    {
        List<(string Limit, SlotHolder Holder)> slots = [], queue = [];
        await SlotTable.PostListAsync(session, limits, now, slots).ConfigureAwait(false);
        await SlotQueueTable.PostListAsync(session, limits, now, queue).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        await SlotTable.FreeAsync(session, Gone(slots)).ConfigureAwait(false);
        await SlotQueueTable.RemoveAsync(session, Gone(queue)).ConfigureAwait(false);
        await SlotTable.CleanAsync(session, now).ConfigureAwait(false);

        HashSet<string> Gone(List<(string Limit, SlotHolder Holder)> rows) =>
            [.. rows.Where(row => SlotPolicy.IsFree(row.Holder, examine(row.Holder))).Select(row => row.Holder.Token)];
    }

    private async ValueTask<object> NowAsync(SqlSession session)
    {
        object now = await clock.NowAsync(session).ConfigureAwait(false);
        await clock.AdoptAsync(session, now).ConfigureAwait(false);
        return now;
    }
}
