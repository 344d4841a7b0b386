using CsCheck;
using Marianne.Policies;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Now = TestJobs.Now;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CircuitBreakerOptions Options = new() { FailureThreshold = 2 };

    [Fact]
    public void Consecutive_failures_open_it()
    {
        CircuitState state = FailOnce(CircuitState.New, Now);
        Assert.Equal(CircuitPosition.Closed, state.Position);

        state = FailOnce(state, Now);

        Assert.Equal((CircuitPosition.Open, Now, 2), (state.Position, state.OpenedAt, state.FailuresInARow));
        Assert.Null(Enter(state, Now).Pass);
        Assert.Equal(Timeout, Enter(state, Now).Wait);
    }

    [Fact]
    public void A_success_resets_the_count()
    {
        CircuitState state = FailOnce(CircuitState.New, Now);
        state = CircuitBreaker.Succeed(state, Enter(state, Now).Pass!.Value);
        state = FailOnce(state, Now);

        Assert.Equal((CircuitPosition.Closed, 1), (state.Position, state.FailuresInARow));
        Assert.Equal((2, 1), (state.Failures, state.Successes));
    }

    [Fact]
    public void It_half_opens_after_the_recovery_timeout()
    {
        CircuitState open = Open();
        Assert.Equal(TimeSpan.FromSeconds(1), Enter(open, Now + Timeout - TimeSpan.FromSeconds(1)).Wait);

        CircuitAdmission entry = Enter(open, Now + Timeout);

        Assert.NotNull(entry.Pass);
        Assert.Equal(CircuitPosition.HalfOpen, entry.State.Position);
        Assert.Equal(Limit, Enter(entry.State, Now + Timeout).Wait);
    }

    [Fact]
    public void The_result_of_the_probe_closes_or_opens_it()
    {
        CircuitAdmission probe = Enter(Open(), Now + Timeout);

        CircuitState closed = CircuitBreaker.Succeed(probe.State, probe.Pass!.Value);
        Assert.Equal((CircuitPosition.Closed, 0), (closed.Position, closed.FailuresInARow));

        CircuitState open = CircuitBreaker.Fail(probe.State, probe.Pass.Value, Options, Now + Timeout);
        Assert.Equal((CircuitPosition.Open, Now + Timeout), (open.Position, open.OpenedAt));
    }

    [Fact]
    public void After_a_rate_limited_probe_another_one_is_allowed()
    {
        CircuitAdmission probe = Enter(Open(), Now + Timeout);

        CircuitState state = CircuitBreaker.GiveBack(probe.State, probe.Pass!.Value);

        Assert.Equal(CircuitPosition.HalfOpen, state.Position);
        Assert.NotNull(Enter(state, Now + Timeout).Pass);
    }

    [Fact]
    public void A_probe_without_a_result_is_replaced_and_its_late_result_only_counted()
    {
        CircuitAdmission dead = Enter(Open(), Now + Timeout);

        CircuitAdmission second = Enter(dead.State, Now + Timeout + Limit);

        Assert.NotNull(second.Pass);
        CircuitState after = CircuitBreaker.Succeed(second.State, dead.Pass!.Value);
        Assert.Equal(CircuitPosition.HalfOpen, after.Position);
    }

    [Fact]
    public void A_late_result_is_only_counted()
    {
        CircuitPermit early = Enter(CircuitState.New, Now).Pass!.Value;
        CircuitState open = Open();

        Assert.Equal(open with { Successes = 1 }, CircuitBreaker.Succeed(open, early));
        Assert.Equal(open with { Failures = 3 }, CircuitBreaker.Fail(open, early, Options, Now + Timeout));
    }

    [Fact]
    public void It_can_be_forced_open_until_the_user_closes_it()
    {
        CircuitState forced = CircuitBreaker.ForceOpen(FailOnce(CircuitState.New, Now), Now);

        Assert.Null(CircuitBreaker.UntilHalfOpen(forced, Options, Now));
        Assert.Null(Enter(forced, Now.AddYears(1)).Pass);
        Assert.Null(Enter(forced, Now.AddYears(1)).Wait);

        CircuitState closed = CircuitBreaker.ForceClosed(forced);
        Assert.Equal((CircuitPosition.Closed, 0, 1L), (closed.Position, closed.FailuresInARow, closed.Failures));
        Assert.Equal(CircuitState.New with { Generation = forced.Generation + 1 }, CircuitBreaker.Reset(forced));
    }

    [Fact]
    public void It_allows_every_attempt_if_it_is_turned_off()
    {
        CircuitAdmission entry = CircuitBreaker.Enter(Open(), Options with { Enabled = false }, Limit, Now);

        Assert.Equal(CircuitPermit.Unwatched, entry.Pass);
        Assert.Equal(CircuitPosition.Open, CircuitBreaker.Succeed(entry.State, CircuitPermit.Unwatched).Position);
    }

    [Fact]
    public void The_wait_is_at_most_the_timeout_if_a_clock_is_ahead()
    {
        DateTimeOffset yesterday = Now.AddDays(-1);
        CircuitAdmission entry = Enter(Open(), yesterday);

        Assert.Equal(Timeout, entry.Wait);
        Assert.NotNull(Enter(entry.State, yesterday + Timeout).Pass);
    }

    [Fact]
    public void It_never_allows_two_probes() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 200]).Array[1, 200].Sample(steps =>
        {
            CircuitState state = CircuitState.New;
            DateTimeOffset now = Now;
            List<(CircuitPermit Pass, DateTimeOffset Until)> passes = [];
            foreach ((int step, int seconds) in steps)
            {
                now += TimeSpan.FromSeconds(seconds);
                if (step <= 1 || passes.Count == 0)
                {
                    CircuitAdmission entry = Enter(state, now);
                    bool isProbe = entry.Pass is not null && entry.State.Position == CircuitPosition.HalfOpen;
                    if (isProbe && passes.Any(other => other.Pass.Generation == state.Generation
                        && state.Position == CircuitPosition.HalfOpen && other.Until > now))
                    {
                        return false;
                    }

                    if (entry.Pass is { } pass)
                        passes.Add((pass, now + Limit));
                    state = entry.State;
                    continue;
                }

                (CircuitPermit ended, _) = passes[seconds % passes.Count];
                passes.RemoveAt(seconds % passes.Count);
                state = step switch
                {
                    2 => CircuitBreaker.Succeed(state, ended),
                    3 => CircuitBreaker.Fail(state, ended, Options, now),
                    _ => CircuitBreaker.GiveBack(state, ended),
                };
            }

            return true;
        });

    private static CircuitAdmission Enter(CircuitState state, DateTimeOffset now) =>
        CircuitBreaker.Enter(state, Options, Limit, now);

    private static CircuitState FailOnce(CircuitState state, DateTimeOffset now) =>
        CircuitBreaker.Fail(state, Enter(state, now).Pass!.Value, Options, now);

    private static CircuitState Open() => FailOnce(FailOnce(CircuitState.New, Now), Now);
}
