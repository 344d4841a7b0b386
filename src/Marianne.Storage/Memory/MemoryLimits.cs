using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Memory;

/// <summary>The limits across jobs of a store in memory. It is used by one thread at a time.</summary>
/// <param name="time">The clock.</param>
internal sealed class MemoryLimits(TimeProvider time)
{
    private readonly SortedDictionary<string, SheetLimit> _limits = new(StringComparer.Ordinal);
    private readonly List<Slot> _slots = [];
    private readonly List<Place> _queue = [];

    /// <summary>Lists the limits by name, with the sheets that run and wait.</summary>
    public IReadOnlyList<SheetLimit> List(Func<SlotHolder, ProcessState> examine)
    {
        TimeSpan now = Now;
        return
        [
            .. _limits.Values.Select(limit => limit with
            {
                StartedLastHour = StartsOf(limit.Name, now).LongCount(),
                Slots = [.. RunningIn(limit.Name, now, examine).Select(slot => slot.HolderAt(now))],
                Queue = [.. WaitingFor(limit.Name, now, examine).Select(place => place.HolderAt(now))],
            }),
        ];
    }

    /// <summary>Creates or changes a limit.</summary>
    public SheetLimit Update(string name, Func<SheetLimit?, SheetLimit> change) =>
        _limits[name] = LearningNormalizer.Of(name, _limits.GetValueOrDefault(name), change, time);

    /// <summary>Writes a limit as it is, unless there is one that is not older.</summary>
    public bool Put(SheetLimit limit)
    {
        if (!LearningBatch.Replaces(_limits.GetValueOrDefault(limit.Name)?.UpdatedAt, limit.UpdatedAt))
            return false;

        _limits[limit.Name] = limit with { Slots = [], Queue = [], StartedLastHour = 0 };
        return true;
    }

    /// <summary>Removes a limit.</summary>
    public bool Delete(string name) => _limits.Remove(name);

    /// <summary>Takes a slot of each limit of a request, or else waits for them.</summary>
    public SlotDecision Take(SlotRequest request, Func<SlotHolder, ProcessState> examine)
    {
        SheetLimit[] limits = [.. request.Limits.Select(name => _limits.GetValueOrDefault(name)).OfType<SheetLimit>()];
        if (limits.Length == 0)
            return SlotDecision.Unlimited;

        TimeSpan now = Now;
        string[] names = [.. limits.Select(limit => limit.Name)];
        Clean(now, examine);
        SlotRefusal? refusal = null;
        foreach (SheetLimit limit in limits)
        {
            Place own = Enqueue(request, limit.Name, now);
            refusal ??= SlotPolicy.RefusalOf(limit, UseOf(limit, own, now));
        }

        if (refusal is not null)
            return new SlotDecision([], refusal);

        _queue.RemoveAll(place => place.Token == request.Holder.Token);
        Hold(new SlotRequest(request.Holder, names), now);
        return new SlotDecision(names);
    }

    /// <summary>Renews slots.</summary>
    public void Renew(IReadOnlyCollection<SlotRequest> slots)
    {
        TimeSpan now = Now;
        foreach (SlotRequest slot in slots)
            Hold(slot, now);
    }

    /// <summary>Returns the slots of an attempt that has ended, or leaves the queues.</summary>
    public bool Return(string token)
    {
        Slot[] held = [.. _slots.Where(slot => slot.Token == token && slot.ExpiresAt is not null)];
        foreach (Slot slot in held)
            slot.ExpiresAt = null;
        return _queue.RemoveAll(place => place.Token == token) + held.Length > 0;
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private void Hold(SlotRequest request, TimeSpan now)
    {
        foreach (string limit in request.Limits)
        {
            Slot? known = _slots.Find(slot => slot.Limit == limit && slot.Token == request.Holder.Token);
            if (known is null)
                _slots.Add(known = new Slot(limit, request.Holder, now));
            known.ExpiresAt = now + Lease.Length;
        }
    }

    private SlotUse UseOf(SheetLimit limit, Place own, TimeSpan now)
    {
        Slot? last = limit.PerHour is { } perHour
            ? StartsOf(limit.Name, now).OrderByDescending(slot => slot.StartedAt).Skip(perHour - 1).FirstOrDefault()
            : null;
        return new SlotUse(
            _slots.Count(slot => slot.Limit == limit.Name && slot.Token != own.Token && slot.ExpiresAt is not null),
            StartsOf(limit.Name, now).LongCount(slot => slot.Token != own.Token),
            _queue.Count(place => place.Limit == limit.Name && place.IsBefore(own)),
            last is null ? null : SlotPolicy.Window - (now - last.StartedAt));
    }

    private Place Enqueue(SlotRequest request, string limit, TimeSpan now)
    {
        Place? own = _queue.Find(place => place.Limit == limit && place.Token == request.Holder.Token);
        if (own is null)
            _queue.Add(own = new Place(limit, request.Holder, now - request.Waited, now - SlotPolicy.RankAge(request)));
        own.ExpiresAt = now + Lease.Length;
        return own;
    }

    private void Clean(TimeSpan now, Func<SlotHolder, ProcessState> examine)
    {
        foreach (Slot slot in _slots.Where(slot => slot.ExpiresAt is not null))
        {
            if (SlotPolicy.IsFree(slot.HolderAt(now), examine(slot.HolderAt(now))))
                slot.ExpiresAt = null;
        }

        _slots.RemoveAll(slot => slot.ExpiresAt is null && now - slot.StartedAt >= SlotPolicy.Window);
        _queue.RemoveAll(place => SlotPolicy.IsFree(place.HolderAt(now), examine(place.HolderAt(now))));
    }

    private IEnumerable<Slot> StartsOf(string limit, TimeSpan now) =>
        _slots.Where(slot => slot.Limit == limit && now - slot.StartedAt < SlotPolicy.Window);

    private IEnumerable<Slot> RunningIn(string limit, TimeSpan now, Func<SlotHolder, ProcessState> examine) => _slots
        .Where(slot => slot.Limit == limit && slot.ExpiresAt is not null)
        .Where(slot => !SlotPolicy.IsFree(slot.HolderAt(now), examine(slot.HolderAt(now))))
        .OrderBy(slot => slot.StartedAt).ThenBy(slot => slot.Token, StringComparer.Ordinal);

    private IEnumerable<Place> WaitingFor(string limit, TimeSpan now, Func<SlotHolder, ProcessState> examine) => _queue
        .Where(place => place.Limit == limit)
        .Where(place => !SlotPolicy.IsFree(place.HolderAt(now), examine(place.HolderAt(now))))
        .OrderBy(place => place.Rank).ThenBy(place => place.Token, StringComparer.Ordinal);

    /// <summary>A slot; one without an expiry belonged to an attempt that has ended.</summary>
    private sealed class Slot(string limit, SlotHolder holder, TimeSpan startedAt)
    {
        public string Limit => limit;

        public string Token => holder.Token;

        public TimeSpan StartedAt => startedAt;

        public TimeSpan? ExpiresAt { get; set; }

        public SlotHolder HolderAt(TimeSpan now) => holder with { Age = now - startedAt, HasExpired = ExpiresAt <= now };
    }

    /// <summary>A place in a queue.</summary>
    private sealed class Place(string limit, SlotHolder holder, TimeSpan since, TimeSpan rank)
    {
        public string Limit => limit;

        public string Token => holder.Token;

        public TimeSpan Rank => rank;

        public TimeSpan ExpiresAt { get; set; }

        public bool IsBefore(Place other) =>
            (Rank.CompareTo(other.Rank) is not 0 and var order ? order : string.CompareOrdinal(Token, other.Token)) < 0;

        public SlotHolder HolderAt(TimeSpan now) => holder with { Age = now - since, HasExpired = ExpiresAt <= now };
    }
}
