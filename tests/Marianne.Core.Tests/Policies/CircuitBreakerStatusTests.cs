using Marianne.Policies;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class CircuitBreakerStatusTests
{
    private static readonly DateTimeOffset Now = TestJobs.Now;

    [Theory]
    [InlineData(0, CircuitPosition.Open, 300.0)]
    [InlineData(299, CircuitPosition.Open, 1.0)]
    [InlineData(300, CircuitPosition.HalfOpen, null)]
    [InlineData(86400, CircuitPosition.HalfOpen, null)]
    [InlineData(-60, CircuitPosition.Open, 300.0)]
    public void An_open_one_is_half_open_after_the_recovery_timeout(int age, CircuitPosition state, double? wait)
    {
        CircuitBreakerStatus status = Of(new() { Position = CircuitPosition.Open, OpenedAt = Now, FailuresInARow = 5 }, age);

        Assert.Equal(state, status.State);
        Assert.Equal(wait, status.TimeUntilHalfOpen?.TotalSeconds);
        Assert.Equal(state == CircuitPosition.Open ? Now : null, status.OpenedAt);
        Assert.Equal(5, status.FailuresInARow);
    }

    [Fact]
    public void A_forced_open_one_stays_open()
    {
        CircuitBreakerStatus status = Of(CircuitBreaker.ForceOpen(CircuitState.New, Now), 86400);
        Assert.Equal((CircuitPosition.Open, true, null), (status.State, status.IsForced, status.TimeUntilHalfOpen));
    }

    [Fact]
    public void A_closed_one_has_only_counts()
    {
        CircuitBreakerStatus status = Of(new() { FailuresInARow = 1, Failures = 3, Successes = 4 }, 0);

        Assert.Equal(CircuitPosition.Closed, status.State);
        Assert.Null(status.OpenedAt);
        Assert.Null(status.TimeUntilHalfOpen);
        Assert.Equal((1, 3L, 4L), (status.FailuresInARow, status.Failures, status.Successes));
        Assert.Equal((5, TimeSpan.FromSeconds(300)), (status.FailureThreshold, status.RecoveryTimeout));
    }

    [Fact]
    public void One_with_a_probe_is_half_open() =>
        Assert.Equal(CircuitPosition.HalfOpen, Of(new() { Position = CircuitPosition.HalfOpen, ProbeUntil = Now }, 0).State);

    [Fact]
    public void It_cannot_be_forced_half_open()
    {
        MarianneException error = Assert.Throws<MarianneException>(
            () => new Circuit { Name = "claude" }.Force(CircuitPosition.HalfOpen, Now));
        Assert.Equal(MarianneError.InvalidParameter, error.Error);
    }

    private static CircuitBreakerStatus Of(CircuitState state, int age) =>
        CircuitBreakerStatus.Of(new Circuit { Name = "claude", State = state }, Now.AddSeconds(age));
}
