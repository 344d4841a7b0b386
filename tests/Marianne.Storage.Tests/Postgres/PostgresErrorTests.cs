using Marianne.Storage.Postgres;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

public sealed class PostgresErrorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(14.9, true)]
    [InlineData(15, false)]
    public void A_timeout_is_early_if_less_time_has_passed_because_the_clock_was_set(double seconds, bool isEarly)
    {
        var error = new NpgsqlException("The operation has timed out", new TimeoutException());

        Assert.Equal(isEarly, PostgresErrors.IsEarlyTimeout(error, TimeSpan.FromSeconds(seconds), Timeout));
        Assert.Equal(isEarly, PostgresErrors.IsEarlyTimeout(new TimeoutException(), TimeSpan.FromSeconds(seconds), Timeout));
    }

    [Fact]
    public void Another_error_is_no_early_timeout() =>
        Assert.False(PostgresErrors.IsEarlyTimeout(new NpgsqlException("Failed to connect", new IOException()), TimeSpan.Zero, Timeout));

    [Fact]
    public void A_wait_that_is_no_length_is_a_jump_of_the_clock()
    {
        Assert.True(PostgresErrors.IsJumpOfClock(new ArgumentOutOfRangeException("delay")));
        Assert.True(PostgresErrors.IsJumpOfClock(new NpgsqlException("Failed to connect", new ArgumentOutOfRangeException("delay"))));
        Assert.False(PostgresErrors.IsJumpOfClock(new NpgsqlException("Failed to connect", new IOException())));
    }
}
