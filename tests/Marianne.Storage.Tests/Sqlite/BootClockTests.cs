using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Relational;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>The slots of limits in a file, after the machine started again.</summary>
public sealed class BootClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // SQLite writes the system time of each start of an attempt, so the tests need the true one.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("first", "second")]
    [InlineData("", "")] // Another system does not say when it started, but the time is less than before.
    public async Task No_slot_is_held_after_the_machine_started_again_but_its_attempt_counts(string before, string after)
    {
        _time.Advance(TimeSpan.FromHours(5));
        SheetLimits limits = LimitsAt(_time, before);
        await limits.UpdateLimitAsync(
            "claude", _ => new SheetLimit { Name = "claude", Concurrent = 1, PerHour = 2 }, Cancellation);
        Assert.Null((await TakeAsync(limits, "a")).Refusal);
        Assert.NotNull((await TakeAsync(limits, "b")).Refusal);

        var later = new FakeTimeProvider(DateTimeOffset.UtcNow);
        later.Advance(TimeSpan.FromMinutes(1));
        limits = LimitsAt(later, after);

        Assert.Null((await TakeAsync(limits, "c")).Refusal);
        SheetLimit limit = Assert.Single(await limits.ListLimitsAsync(_ => ProcessState.Unknown, Cancellation));
        Assert.Equal(("c", 2L), (Assert.Single(limit.Slots).Token, limit.StartedLastHour));
        await limits.ReturnSlotAsync("c", Cancellation);
        Assert.Equal(SlotRefusalReason.PerHour, (await TakeAsync(limits, "d")).Refusal!.Reason);
    }

    public void Dispose() => _folder.Dispose();

    private SheetLimits LimitsAt(TimeProvider time, string boot) => new(
        new SqliteDatabase(_folder["learning.db"], new LearningSchema(), time), new BootClock(time, boot), time);

    private static ValueTask<SlotDecision> TakeAsync(SheetLimits limits, string token)
    {
        var holder = new SlotHolder { Token = token, JobId = "job", Number = 1, Process = new RunnerProcess(7) };
        return limits.TakeSlotAsync(new SlotRequest(holder, ["claude"]), _ => ProcessState.Unknown, Cancellation);
    }
}
