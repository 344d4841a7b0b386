using Marianne.Jobs;
using Marianne.Learning;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    private static readonly RunnerProcess ThisHost = new(7, "here", "mark-7");
    private static readonly RunnerProcess OtherHost = new(7, "there", "mark-7");

    [Fact]
    public async Task A_limit_is_created_changed_listed_and_removed()
    {
        Assert.Empty(await LimitsAsync());
        Assert.False(await Store.DeleteLimitAsync("claude", Cancellation));

        SheetLimit created = await LimitAsync("claude", concurrent: 2);
        Assert.Equal(new SheetLimit { Name = "claude", Concurrent = 2, UpdatedAt = Start }, created with { Slots = created.Slots, Queue = created.Queue });
        Tick();
        SheetLimit changed = await Store.UpdateLimitAsync("claude", limit => limit! with { PerHour = 60 }, Cancellation);
        Assert.Equal((2, 60, Start.AddSeconds(1)), (changed.Concurrent, changed.PerHour, changed.UpdatedAt));
        Tick();
        SheetLimit same = await Store.UpdateLimitAsync("claude", limit => limit! with { PerHour = 60 }, Cancellation);
        Assert.Equal(Start.AddSeconds(1), same.UpdatedAt);
        await LimitAsync("Bravo", perHour: 5);

        Assert.Equal(
            [("Bravo", null, 5), ("claude", (int?)2, (int?)60)],
            (await LimitsAsync()).Select(limit => (limit.Name, limit.Concurrent, limit.PerHour)));
        Assert.True(await Store.DeleteLimitAsync("claude", Cancellation));
        Assert.Equal("Bravo", Assert.Single(await LimitsAsync()).Name);
    }

    [Fact]
    public async Task An_invalid_limit_is_rejected()
    {
        await Fails(MarianneError.InvalidRecord, () => LimitAsync(" ", concurrent: 1));
        await Fails(MarianneError.InvalidRecord, () => LimitAsync("a\nb", concurrent: 1));
        await Fails(MarianneError.InvalidRecord, () => LimitAsync("a", concurrent: 0));
        await Fails(MarianneError.InvalidRecord, () => LimitAsync("a", concurrent: 1, perHour: -1));
        await Fails(MarianneError.InvalidParameter, () => LimitAsync("a"));
        Assert.Empty(await LimitsAsync());
    }

    [Fact]
    public async Task Without_a_limit_each_attempt_starts_and_nothing_is_written()
    {
        Assert.Same(SlotDecision.Unlimited, await TakeAsync("a"));
        await LimitAsync("codex", concurrent: 1);
        Assert.Same(SlotDecision.Unlimited, await TakeAsync("a"));
        Assert.Empty(Assert.Single(await LimitsAsync()).Slots);
    }

    [Fact]
    public async Task No_more_sheets_run_at_once_than_the_limit_allows()
    {
        await LimitAsync("claude", concurrent: 2);
        Assert.Equal(["claude"], (await TakeAsync("a")).Limits);
        Assert.Null((await TakeAsync("b")).Refusal);
        SlotRefusal refusal = (await TakeAsync("c")).Refusal!;
        Assert.Equal(new SlotRefusal("claude", SlotRefusalReason.Concurrent, 2, 0), refusal);
        Tick();

        SheetLimit limit = Assert.Single(await LimitsAsync());
        Assert.Equal((2, 1, 2L), (limit.InUse, limit.Waiting, limit.StartedLastHour));
        Assert.Equal(["a", "b"], limit.Slots.Select(slot => slot.Token));
        SlotHolder holder = limit.Slots[0];
        Assert.Equal(Holder("a") with { Age = TimeSpan.FromSeconds(1) }, holder);
        Assert.Equal(Holder("c") with { Age = TimeSpan.FromSeconds(1) }, Assert.Single(limit.Queue));

        Assert.True(await Store.ReturnSlotAsync("a", Cancellation));
        Assert.False(await Store.ReturnSlotAsync("a", Cancellation));
        Assert.Null((await TakeAsync("c")).Refusal);
        Assert.NotNull((await TakeAsync("a")).Refusal);
        limit = Assert.Single(await LimitsAsync());
        Assert.Equal(["b", "c"], limit.Slots.Select(slot => slot.Token));
        Assert.Equal("a", Assert.Single(limit.Queue).Token);
    }

    [Fact]
    public async Task A_slot_that_is_taken_again_is_the_same_one()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        Assert.Null((await TakeAsync("a")).Refusal);
        Assert.Equal(1, Assert.Single(await LimitsAsync()).InUse);
    }

    [Fact]
    public async Task The_sheets_that_wait_go_in_the_order_in_which_they_came()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("running");
        foreach (string token in new[] { "z", "y", "x" })
        {
            Assert.NotNull((await TakeAsync(token)).Refusal);
            Tick();
        }

        Assert.Equal(["z", "y", "x"], Assert.Single(await LimitsAsync()).Queue.Select(waiting => waiting.Token));
        await Store.ReturnSlotAsync("running", Cancellation);
        Assert.Equal(2, (await TakeAsync("x")).Refusal!.Ahead);
        Assert.Equal(3, (await TakeAsync("new")).Refusal!.Ahead);
        Assert.Null((await TakeAsync("z")).Refusal);
    }

    [Fact]
    public async Task A_higher_priority_goes_first_and_waiting_raises_it()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("running");
        await TakeAsync("low", priority: -100);
        Time.Advance(TimeSpan.FromSeconds(20));
        await TakeAsync("urgent", priority: 100);
        await TakeAsync("normal");
        Assert.Equal(["urgent", "normal", "low"], Assert.Single(await LimitsAsync()).Queue.Select(waiting => waiting.Token));

        // The lowest priority that has waited long enough goes before a new one of the highest, even if its place was lost meanwhile.
        TimeSpan enough = (200 * SlotPolicy.WaitOfPoint) + TimeSpan.FromSeconds(21);
        await Store.ReturnSlotAsync("low", Cancellation);
        await TakeAsync("low", priority: -100, waited: enough);
        Assert.Equal(["low", "urgent", "normal"], Assert.Single(await LimitsAsync()).Queue.Select(waiting => waiting.Token));
    }

    [Fact]
    public async Task A_sheet_that_leaves_the_queue_blocks_no_other()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("running");
        await TakeAsync("first");
        await TakeAsync("second");
        await Store.ReturnSlotAsync("running", Cancellation);
        Assert.NotNull((await TakeAsync("second")).Refusal);

        Assert.True(await Store.ReturnSlotAsync("first", Cancellation));

        Assert.Null((await TakeAsync("second")).Refusal);
    }

    [Fact]
    public async Task A_slot_that_is_not_renewed_is_free_after_half_a_minute()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        Time.Advance(Lease.Length - TimeSpan.FromSeconds(1));
        Assert.NotNull((await TakeAsync("b")).Refusal);
        await RenewAsync("a");
        Time.Advance(Lease.Length - TimeSpan.FromSeconds(1));
        Assert.NotNull((await TakeAsync("b")).Refusal);

        Tick();

        Assert.Null((await TakeAsync("b")).Refusal);
        Assert.Equal("b", Assert.Single(Assert.Single(await LimitsAsync()).Slots).Token);
    }

    [Fact]
    public async Task A_place_in_the_queue_that_is_not_renewed_blocks_no_other()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("running");
        await TakeAsync("first");
        await Store.ReturnSlotAsync("running", Cancellation);
        Assert.NotNull((await TakeAsync("second")).Refusal);

        Time.Advance(Lease.Length);

        Assert.Empty(Assert.Single(await LimitsAsync()).Queue);
        Assert.Null((await TakeAsync("second")).Refusal);
    }

    [Fact]
    public async Task The_slot_and_the_place_of_a_dead_process_are_free_at_once()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        await TakeAsync("b");
        Assert.NotNull((await TakeAsync("c", other: true)).Refusal);

        Func<SlotHolder, ProcessState> dead = holder => holder.Process == ThisHost ? ProcessState.Dead : ProcessState.Unknown;
        SheetLimit seen = Assert.Single(await Store.ListLimitsAsync(dead, Cancellation));
        Assert.Equal((0, 1), (seen.InUse, seen.Waiting));
        Assert.Null((await TakeAsync("c", other: true, examine: dead)).Refusal);
        Assert.Equal("c", Assert.Single(Assert.Single(await LimitsAsync()).Slots).Token);
    }

    [Fact]
    public async Task A_slot_whose_command_still_runs_is_not_free_when_it_has_expired()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        Time.Advance(TimeSpan.FromHours(2));

        Assert.NotNull((await TakeAsync("b", examine: _ => ProcessState.Alive)).Refusal);
        Assert.Null((await TakeAsync("b", examine: _ => ProcessState.Unknown)).Refusal);
    }

    [Fact]
    public async Task A_slot_that_was_lost_is_counted_again_when_it_is_renewed()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        Time.Advance(TimeSpan.FromHours(2));
        await TakeAsync("b");
        Time.Advance(TimeSpan.FromHours(2));
        await TakeAsync("c");

        await RenewAsync("a");
        await RenewAsync("b");

        Assert.Equal(["a", "b", "c"], Assert.Single(await LimitsAsync()).Slots.Select(slot => slot.Token).Order());
        await Store.ReturnSlotAsync("c", Cancellation);
        Assert.NotNull((await TakeAsync("d")).Refusal);
    }

    [Fact]
    public async Task No_more_attempts_begin_in_any_hour_than_the_limit_allows()
    {
        await LimitAsync("claude", perHour: 2);
        await TakeAsync("a");
        await Store.ReturnSlotAsync("a", Cancellation);
        Time.Advance(TimeSpan.FromMinutes(20));
        await TakeAsync("b");
        await Store.ReturnSlotAsync("b", Cancellation);
        SlotRefusal refusal = (await TakeAsync("c")).Refusal!;
        Assert.Equal((SlotRefusalReason.PerHour, 2, 0), (refusal.Reason, refusal.Maximum, refusal.Ahead));
        Assert.Equal(TimeSpan.FromMinutes(40), refusal.RetryAfter);

        Time.Advance(TimeSpan.FromMinutes(40) - TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), (await TakeAsync("c")).Refusal!.RetryAfter);
        Tick();
        Assert.Null((await TakeAsync("c")).Refusal);
        Assert.Equal(TimeSpan.FromMinutes(20), (await TakeAsync("d")).Refusal!.RetryAfter);
        Assert.Equal(2, Assert.Single(await LimitsAsync()).StartedLastHour);
    }

    [Fact]
    public async Task A_sheet_takes_the_slots_of_all_its_limits_or_none()
    {
        await LimitAsync("claude", concurrent: 1);
        await LimitAsync("gpu", concurrent: 1);
        await TakeAsync("a", limits: ["gpu"]);
        Assert.Equal("gpu", (await TakeAsync("b", limits: ["claude", "gpu", "none"])).Refusal!.Limit);
        Assert.Equal([0, 1], (await LimitsAsync()).Select(limit => limit.InUse));

        await Store.ReturnSlotAsync("a", Cancellation);

        Assert.Equal(["claude", "gpu"], (await TakeAsync("b", limits: ["claude", "gpu", "none"])).Limits.Order());
        Assert.NotNull((await TakeAsync("c", limits: ["claude"])).Refusal);
        Assert.NotNull((await TakeAsync("c", limits: ["gpu"])).Refusal);
        await Store.ReturnSlotAsync("b", Cancellation);
        Assert.All(await LimitsAsync(), limit => Assert.Equal((0, 1), (limit.InUse, limit.Waiting)));
    }

    [Fact]
    public async Task A_limit_that_is_removed_holds_no_sheet()
    {
        await LimitAsync("claude", concurrent: 1);
        await TakeAsync("a");
        Assert.NotNull((await TakeAsync("b")).Refusal);

        await Store.DeleteLimitAsync("claude", Cancellation);

        Assert.Null((await TakeAsync("b")).Refusal);
    }

    [Fact]
    public async Task Sheets_of_many_threads_exceed_no_limit()
    {
        await LimitAsync("claude", concurrent: 2);
        int running = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (int count = 0; count < 5; count++)
            {
                string token = $"{number}-{count}";
                while ((await TakeAsync(token)).Refusal is not null)
                    await Task.Yield();
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                await Store.ReturnSlotAsync(token, Cancellation);
            }
        })));

        Assert.InRange(most, 1, 2);
        Assert.Equal((0, 0), Assert.Single((await LimitsAsync()).Select(limit => (limit.InUse, limit.Waiting))));
    }

    private static void InterlockedMax(ref int maximum, int value)
    {
        for (int seen = maximum; value > seen; seen = maximum)
            Interlocked.CompareExchange(ref maximum, value, seen);
    }

    private static SlotHolder Holder(string token, int priority = 0, bool other = false) => new()
    {
        Token = token,
        JobId = $"job-{token}",
        Number = 3,
        Priority = priority,
        Process = other ? OtherHost : ThisHost,
    };

    private ValueTask<IReadOnlyList<SheetLimit>> LimitsAsync() => Store.ListLimitsAsync(_ => ProcessState.Unknown, Cancellation);

    private Task<SheetLimit> LimitAsync(string name, int? concurrent = null, int? perHour = null) => Store.UpdateLimitAsync(
        name, _ => new SheetLimit { Name = name, Concurrent = concurrent, PerHour = perHour }, Cancellation).AsTask();

    private ValueTask<SlotDecision> TakeAsync(
        string token,
        int priority = 0,
        TimeSpan waited = default,
        bool other = false,
        string[]? limits = null,
        Func<SlotHolder, ProcessState>? examine = null) => Store.TakeSlotAsync(
        new SlotRequest(Holder(token, priority, other), limits ?? ["claude"], waited), examine ?? (_ => ProcessState.Unknown), Cancellation);

    private ValueTask RenewAsync(string token) =>
        Store.RenewSlotsAsync([new SlotRequest(Holder(token), ["claude"])], Cancellation);
}
