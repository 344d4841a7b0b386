using Marianne.Errors;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class RetryPolicyTests
{
    private static readonly RetryOptions Options = new() { MaxRetries = 2, MaxCompletionAttempts = 1 };

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(1, 2, false)]
    [InlineData(3, 3, false)]
    [InlineData(0, 0, false)]
    [InlineData(51, 100, true)]
    public void More_than_the_threshold_must_pass_and_some_must_fail(int passed, int total, bool isWorthIt) =>
        Assert.Equal(isWorthIt, RetryPolicy.IsWorthCompleting(Options, passed, total));

    [Fact]
    public void A_result_is_completed_before_the_sheet_is_retried()
    {
        Assert.Equal(RetryStep.Complete, RetryPolicy.Next(Options, ErrorCodes.FileMissing, 0, 0, 2, 3));
        Assert.Equal(RetryStep.Retry, RetryPolicy.Next(Options, ErrorCodes.FileMissing, 0, 1, 2, 3));
        Assert.Equal(RetryStep.Complete, RetryPolicy.Next(Options, ErrorCodes.FileMissing, 2, 0, 2, 3));
        Assert.Equal(RetryStep.GiveUp, RetryPolicy.Next(Options, ErrorCodes.FileMissing, 2, 1, 2, 3));
    }

    [Fact]
    public void Only_the_result_of_a_finished_attempt_is_completed() =>
        Assert.Equal(RetryStep.Retry, RetryPolicy.Next(Options, ErrorCodes.Timeout, 0, 0, 2, 3));

    [Fact]
    public void An_error_that_a_retry_cannot_fix_is_not_retried() =>
        Assert.Equal(RetryStep.GiveUp, RetryPolicy.Next(Options, ErrorCodes.Crashed, 0, 0, 0, 0));

    [Fact]
    public void Without_retries_a_sheet_is_not_retried() => Assert.Equal(
        RetryStep.GiveUp,
        RetryPolicy.Next(new() { MaxRetries = 0, MaxCompletionAttempts = 0 }, ErrorCodes.Unknown, 0, 0, 0, 1));
}
