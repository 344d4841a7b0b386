using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class LatestAttemptTests
{
    [Fact]
    public void A_sheet_that_was_started_twice_has_two_attempts()
    {
        Job job = TestJobs.NewJob().After(2, TestJobs.Start).After(2, TestJobs.Start);

        Assert.Equal(2, LatestAttempt.Of(job, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(99)]
    public void The_first_attempt_is_the_latest_of_a_sheet_that_was_not_started_or_does_not_exist(int number) =>
        Assert.Equal(1, LatestAttempt.Of(TestJobs.NewJob(), number));
}
