using Marianne.Learning;
using Marianne.Policies;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(30);

    private static readonly CircuitBreakerOptions Breaker = new() { FailureThreshold = 2, RecoveryTimeoutSeconds = 60.5 };

    [Fact]
    public async Task A_circuit_breaker_is_stored_with_every_value()
    {
        Assert.Null(await Store.GetCircuitAsync("claude", Cancellation));
        var circuit = new Circuit
        {
            Name = "claude",
            State = new CircuitState
            {
                Position = CircuitPosition.HalfOpen,
                FailuresInARow = 7,
                Failures = 5_000_000_000,
                Successes = 6_000_000_000,
                OpenedAt = Start.AddTicks(3),
                IsForced = true,
                ProbeUntil = DateTimeOffset.MaxValue,
                Generation = 7_000_000_000,
            },
            FailureThreshold = 9,
            RecoveryTimeoutSeconds = 0.25,
        };

        Circuit updated = await Store.UpdateCircuitAsync("claude", _ => circuit, Cancellation);

        CircuitState kept = circuit.State with
        {
            OpenedAt = Start,
            ProbeUntil = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddMicroseconds(999_999),
        };
        Assert.Equal(circuit with { State = kept, UpdatedAt = Start }, updated);
        Assert.Equal(updated, await Store.GetCircuitAsync("claude", Cancellation));
    }

    [Fact]
    public async Task Circuit_breakers_are_listed_by_name_and_removed_one_by_one()
    {
        Assert.Empty(await Store.ListCircuitsAsync(Cancellation));
        foreach (string name in new[] { "b", "a", "B", "a*" })
            await Store.UpdateCircuitAsync(name, _ => new Circuit { Name = name }, Cancellation);
        Assert.Equal(["B", "a", "a*", "b"], (await Store.ListCircuitsAsync(Cancellation)).Select(circuit => circuit.Name));

        Assert.True(await Store.DeleteCircuitAsync("a*", Cancellation));
        Assert.False(await Store.DeleteCircuitAsync("a*", Cancellation));
        Assert.Equal(["B", "a", "b"], (await Store.ListCircuitsAsync(Cancellation)).Select(circuit => circuit.Name));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_writes_nothing()
    {
        Circuit first = await Store.UpdateCircuitAsync("claude", _ => new Circuit { Name = "claude" }, Cancellation);
        Tick();

        Assert.Equal(first, await Store.UpdateCircuitAsync("claude", circuit => circuit!, Cancellation));
        Assert.Equal(Start, (await Store.GetCircuitAsync("claude", Cancellation))!.UpdatedAt);

        Circuit second = await Store.UpdateCircuitAsync("claude", circuit => circuit!.Reset(), Cancellation);
        Assert.Equal(Start.AddSeconds(1), second.UpdatedAt);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_the_circuit_breaker_unchanged()
    {
        Circuit before = await Store.UpdateCircuitAsync("claude", _ => new Circuit { Name = "claude" }, Cancellation);

        await Fails(
            MarianneError.CircuitNotFound,
            () => Store.UpdateCircuitAsync("claude", _ => throw CircuitErrors.NotFound("claude"), Cancellation).AsTask());

        Assert.Equal(before, await Store.GetCircuitAsync("claude", Cancellation));
    }

    [Fact]
    public async Task An_invalid_name_of_a_circuit_breaker_is_rejected()
    {
        string[] names = ["", " ", "a\nb", "a\ud83d", new('a', CircuitName.MaximumLength + 1)];
        foreach (string name in names)
        {
            await Fails(
                MarianneError.InvalidRecord,
                () => Store.UpdateCircuitAsync(name, _ => new Circuit { Name = name }, Cancellation).AsTask());
        }

        Assert.Empty(await Store.ListCircuitsAsync(Cancellation));
    }

    [Fact]
    public async Task Changes_from_many_threads_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int count = 0; count < 50; count++)
                await Shared().SucceedAsync(new CircuitPermit(0), Cancellation);
        })));

        Assert.Equal(400, (await Store.GetCircuitAsync("claude", Cancellation))!.State.Successes);
    }

    [Fact]
    public async Task A_failure_of_one_delays_the_next_attempt_of_another()
    {
        SharedCircuitBreaker one = Shared();
        SharedCircuitBreaker other = Shared();
        CircuitPermit late = await Pass(other);
        await one.FailAsync(await Pass(one), Cancellation);
        CircuitState opened = await one.FailAsync(await Pass(one), Cancellation);
        Assert.Equal((CircuitPosition.Open, Start), (opened.Position, opened.OpenedAt));

        CircuitAdmission entry = await other.EnterAsync(AttemptLimit, Cancellation);
        Assert.Null(entry.Pass);
        Assert.Equal(TimeSpan.FromSeconds(60.5), entry.Wait);

        // An attempt that started before it opened only counts.
        CircuitState after = await other.SucceedAsync(late, Cancellation);
        Assert.Equal(opened with { Successes = 1 }, after);
    }

    [Fact]
    public async Task A_half_open_circuit_breaker_lets_exactly_one_of_many_attempts_through()
    {
        await Open();
        for (int round = 1; round <= 5; round++)
        {
            Time.Advance(TimeSpan.FromSeconds(61));
            using var everybody = new Barrier(16);

            CircuitAdmission[] entries = await Task.WhenAll(Enumerable.Range(0, everybody.ParticipantCount)
                .Select(_ => Task.Factory.StartNew(
                    () => Shared(new Meeting(Time, everybody)).EnterAsync(AttemptLimit, Cancellation).AsTask(),
                    Cancellation,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).Unwrap()));

            CircuitPermit probe = Assert.Single(entries, entry => entry.Pass is not null).Pass!.Value;
            Assert.All(entries.Where(entry => entry.Pass is null), entry => Assert.Equal(AttemptLimit, entry.Wait));
            Assert.Equal(CircuitPosition.Open, (await Shared().FailAsync(probe, Cancellation)).Position);
        }
    }

    [Fact]
    public async Task A_successful_probe_closes_it_for_all()
    {
        await Open();
        Time.Advance(TimeSpan.FromSeconds(61));

        await Shared().SucceedAsync(await Pass(Shared()), Cancellation);

        CircuitState state = (await Store.GetCircuitAsync("claude", Cancellation))!.State;
        Assert.Equal(
            (CircuitPosition.Closed, 0, 2L, 1L), (state.Position, state.FailuresInARow, state.Failures, state.Successes));
        await Pass(Shared());
        await Pass(Shared());
    }

    [Fact]
    public async Task A_probe_that_is_released_is_left_to_the_next()
    {
        await Open();
        Time.Advance(TimeSpan.FromSeconds(61));

        CircuitPermit probe = await Pass(Shared());
        Assert.Null((await Shared().EnterAsync(AttemptLimit, Cancellation)).Pass);
        Assert.Null((await Shared().GiveBackAsync(probe, Cancellation)).ProbeUntil);

        await Pass(Shared());
    }

    [Fact]
    public async Task A_closed_circuit_breaker_is_entered_and_released_without_a_write()
    {
        await Shared().GiveBackAsync(await Pass(Shared()), Cancellation);
        Assert.Empty(await Store.ListCircuitsAsync(Cancellation));

        await Shared().SucceedAsync(await Pass(Shared()), Cancellation);
        Tick();
        CircuitPermit pass = await Pass(new SharedCircuitBreaker(Store, "claude", new CircuitBreakerOptions(), Time));
        await Shared().GiveBackAsync(pass, Cancellation);
        Assert.Equal(Start, (await Store.GetCircuitAsync("claude", Cancellation))!.UpdatedAt);
    }

    [Fact]
    public async Task The_options_used_last_are_stored()
    {
        await Shared().FailAsync(await Pass(Shared()), Cancellation);
        Circuit circuit = (await Store.GetCircuitAsync("claude", Cancellation))!;
        Assert.Equal((2, 60.5), (circuit.FailureThreshold, circuit.RecoveryTimeoutSeconds));

        var other = new SharedCircuitBreaker(Store, "claude", new CircuitBreakerOptions(), Time);
        await other.SucceedAsync(await Pass(other), Cancellation);
        circuit = (await Store.GetCircuitAsync("claude", Cancellation))!;
        Assert.Equal((5, 300.0), (circuit.FailureThreshold, circuit.RecoveryTimeoutSeconds));
    }

    [Fact]
    public async Task A_forced_open_circuit_breaker_blocks_every_attempt_until_it_is_closed()
    {
        await Force(CircuitPosition.Open);
        Time.Advance(TimeSpan.FromDays(365));

        CircuitAdmission entry = await Shared().EnterAsync(AttemptLimit, Cancellation);
        Assert.Null(entry.Pass);
        Assert.Null(entry.Wait);

        await Force(CircuitPosition.Closed);
        await Pass(Shared());
    }

    private SharedCircuitBreaker Shared(TimeProvider? time = null) => new(Store, "claude", Breaker, time ?? Time);

    private static async Task<CircuitPermit> Pass(SharedCircuitBreaker breaker) =>
        Assert.NotNull((await breaker.EnterAsync(AttemptLimit, Cancellation)).Pass);

    private async Task Open()
    {
        await Shared().FailAsync(await Pass(Shared()), Cancellation);
        await Shared().FailAsync(await Pass(Shared()), Cancellation);
    }

    private async Task Force(CircuitPosition position) => await Store.UpdateCircuitAsync(
        "claude", circuit => (circuit ?? new Circuit { Name = "claude" }).Force(position, Time.GetUtcNow()), Cancellation);

    /// <summary>A clock whose first reader waits for all others, so that all of them have read the same state.</summary>
    private sealed class Meeting(TimeProvider time, Barrier everybody) : TimeProvider
    {
        private bool _hasMet;

        public override DateTimeOffset GetUtcNow()
        {
            if (!_hasMet)
            {
                _hasMet = true;
                everybody.SignalAndWait(Cancellation);
            }

            return time.GetUtcNow();
        }
    }
}
