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
            SheetLimit? current = (await LimitTable.LockAsync(session, [name]).ConfigureAwait(false)).SingleOrDefault();
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
        SheetLimit? current = (await LimitTable.LockAsync(session, [limit.Name]).ConfigureAwait(false)).SingleOrDefault();
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

        string[] names = [.. limits.Select(limit => limit.Name)];
        object now = await clock.NowAsync(session).ConfigureAwait(false);
        ILookup<string, SlotHolder> running =
            Living(await SlotTable.ListAsync(session, names, now).ConfigureAwait(false), examine);
        ILookup<string, SlotHolder> waiting =
            Living(await SlotQueueTable.ListAsync(session, names, now).ConfigureAwait(false), examine);
        var listed = new List<SheetLimit>(limits.Count);
        foreach (SheetLimit limit in limits)
        {
            listed.Add(limit with
            {
                StartedLastHour = await SlotTable.CountStartsAsync(session, limit.Name, "", now).ConfigureAwait(false),
                Slots = [.. running[limit.Name]],
                Queue = [.. waiting[limit.Name]],
            });
        }

        return listed;
    }

    private static ILookup<string, SlotHolder> Living(
        List<(string Limit, SlotHolder Holder)> rows, Func<SlotHolder, ProcessState> examine) => rows
        .Where(row => !SlotPolicy.IsFree(row.Holder, examine(row.Holder))).ToLookup(row => row.Limit, row => row.Holder);

    private async ValueTask<SlotDecision> TakeAsync(
        SqlSession session, SlotRequest request, Func<SlotHolder, ProcessState> examine)
    {
        string token = request.Holder.Token;
        List<SheetLimit> limits = await LimitTable.LockAsync(session, request.Limits).ConfigureAwait(false);
        string[] names = [.. limits.Select(limit => limit.Name)];
        object now = await NowAsync(session).ConfigureAwait(false);
        await FreeAsync(session, names, now, examine).ConfigureAwait(false);

        SlotRefusal? refusal = null;
        foreach (SheetLimit limit in limits)
        {
            // The place in the queue comes first, so that sheets that ask at the same time are in one order.
            await SlotQueueTable.PutAsync(session, request, limit.Name, now).ConfigureAwait(false);
            refusal ??= SlotPolicy.RefusalOf(limit, await UseOfAsync(session, limit, token, now).ConfigureAwait(false));
        }

        if (refusal is not null)
            return new SlotDecision([], refusal);

        await SlotQueueTable.RemoveAsync(session, token).ConfigureAwait(false);
        foreach (string limit in names)
            await SlotTable.AddAsync(session, request.Holder, limit, now).ConfigureAwait(false);
        return new SlotDecision(names);
    }

    private static async ValueTask<SlotUse> UseOfAsync(SqlSession session, SheetLimit limit, string token, object now) => new(
        await SlotTable.CountAsync(session, limit.Name, token).ConfigureAwait(false),
        await SlotTable.CountStartsAsync(session, limit.Name, token, now).ConfigureAwait(false),
        await SlotQueueTable.CountAheadAsync(session, limit.Name, token).ConfigureAwait(false),
        limit.PerHour is { } perHour
            ? await SlotTable.UntilNextAsync(session, limit.Name, perHour, now).ConfigureAwait(false)
            : null);

    /// <summary>Frees the slots and the places in the queues of processes that are gone.</summary>
    private static async ValueTask FreeAsync(
        SqlSession session, string[] limits, object now, Func<SlotHolder, ProcessState> examine)
    {
        foreach ((_, SlotHolder holder) in await SlotTable.ListAsync(session, limits, now).ConfigureAwait(false))
        {
            if (SlotPolicy.IsFree(holder, examine(holder)))
                await SlotTable.FreeAsync(session, holder.Token).ConfigureAwait(false);
        }

        foreach ((_, SlotHolder holder) in await SlotQueueTable.ListAsync(session, limits, now).ConfigureAwait(false))
        {
            if (SlotPolicy.IsFree(holder, examine(holder)))
                await SlotQueueTable.RemoveAsync(session, holder.Token).ConfigureAwait(false);
        }

        await SlotTable.CleanAsync(session, now).ConfigureAwait(false);
    }

    private async ValueTask<object> NowAsync(SqlSession session)
    {
        object now = await clock.NowAsync(session).ConfigureAwait(false);
        await clock.AdoptAsync(session, now).ConfigureAwait(false);
        return now;
    }
}
