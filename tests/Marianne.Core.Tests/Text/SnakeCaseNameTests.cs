using Marianne.Jobs;
using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class SnakeCaseNameTests
{
    [Theory]
    [InlineData(JobStatus.Pending, "pending")]
    [InlineData(JobStatus.Running, "running")]
    [InlineData(JobStatus.Completed, "completed")]
    [InlineData(JobStatus.Failed, "failed")]
    [InlineData(JobStatus.Paused, "paused")]
    [InlineData(JobStatus.PausedAtChain, "paused_at_chain")]
    [InlineData(JobStatus.Cancelled, "cancelled")]
    [InlineData(SheetStatus.InProgress, "in_progress")]
    [InlineData(SheetStatus.RetryScheduled, "retry_scheduled")]
    [InlineData(SheetStatus.Fermata, "fermata")]
    [InlineData(SheetStatus.Dispatched, "dispatched")]
    public void A_status_is_written_in_snake_case_and_read_back<TStatus>(TStatus status, string word)
        where TStatus : struct, Enum
    {
        Assert.Equal(word, SnakeCaseName.Of(status));
        Assert.True(SnakeCaseName.TryParse(word, out TStatus read));
        Assert.Equal(status, read);
    }

    [Fact]
    public void A_number_without_a_member_is_written_as_digits() => Assert.Equal("-1", SnakeCaseName.Of((SheetStatus)(-1)));

    [Theory]
    [InlineData("MaxRetries", "max_retries")]
    [InlineData("Name", "name")]
    [InlineData("CheckDurationMs", "check_duration_ms")]
    public void A_name_is_converted_to_snake_case(string name, string expected) => Assert.Equal(expected, SnakeCaseName.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("Pending")]
    [InlineData("PausedAtChain")]
    [InlineData("0")]
    [InlineData(" pending")]
    public void Any_other_word_is_not_a_status(string word)
    {
        Assert.False(SnakeCaseName.TryParse(word, out JobStatus _));
        Assert.False(SnakeCaseName.TryParse(word, out SheetStatus _));
    }
}
