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
    public void One_that_opened_half_opens_when_its_time_has_come(int age, CircuitPosition state, double? wait)
    {
        CircuitBreakerStatus status = Of(new() { Position = CircuitPosition.Open, OpenedAt = Now, FailuresInARow = 5 }, age);

        Assert.Equal(state, status.State);
        Assert.Equal(wait, status.TimeUntilHalfOpen?.TotalSeconds);
        Assert.Equal(state == CircuitPosition.Open ? Now : null, status.OpenedAt);
        Assert.Equal(5, status.FailuresInARow);
    }

    [Fact]
    public void One_that_was_forced_open_stays_so()
    {
        CircuitBreakerStatus status = Of(CircuitBreaker.ForceOpen(CircuitState.New, Now), 86400);
        Assert.Equal((CircuitPosition.Open, true, null), (status.State, status.IsForced, status.TimeUntilHalfOpen));
    }

    [Fact]
    public void One_that_is_closed_has_only_its_figures()
    {
        CircuitBreakerStatus status = Of(new() { FailuresInARow = 1, Failures = 3, Successes = 4 }, 0);

        Assert.Equal(CircuitPosition.Closed, status.State);
        Assert.Null(status.OpenedAt);
        Assert.Null(status.TimeUntilHalfOpen);
        Assert.Equal((1, 3L, 4L), (status.FailuresInARow, status.Failures, status.Successes));
        Assert.Equal((5, TimeSpan.FromSeconds(300)), (status.FailureThreshold, status.RecoveryTimeout));
    }

    [Fact]
    public void One_that_probes_is_half_open() =>
        Assert.Equal(CircuitPosition.HalfOpen, Of(new() { Position = CircuitPosition.HalfOpen, ProbeUntil = Now }, 0).State);

    [Fact]
    public void Nobody_forces_it_half_open()
    {
        MarianneException error = Assert.Throws<MarianneException>(
            () => new Circuit { Name = "claude" }.Force(CircuitPosition.HalfOpen, Now));
        Assert.Equal(MarianneError.InvalidParameter, error.Error);
    }

    private static CircuitBreakerStatus Of(CircuitState state, int age) =>
        CircuitBreakerStatus.Of(new Circuit { Name = "claude", State = state }, Now.AddSeconds(age));
}
