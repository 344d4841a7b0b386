using Marianne.Errors;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

public sealed class AttemptReaderTests
{
    [Theory]
    [InlineData("{\"error\":{\"message\":\"rate limit exceeded \\ud800\",\"code\":\"rate_limit\\udc00_exceeded\"}}", ReadingKind.RateLimit)]
    [InlineData("{\"type\":\"result\",\"is_error\":true,\"subtype\":\"\\ud83d\",\"result\":\"You've hit your limit \\ud83d\"}", ReadingKind.UsageLimit)]
    [InlineData("{\"err\\ud800or\":1}\nfailed", ReadingKind.Error)]
    [InlineData("\ud800 rate limit exceeded", ReadingKind.RateLimit)]
    [InlineData("{\"error\":\"\ud800\"}", ReadingKind.Error)]
    public void Half_of_a_surrogate_pair_is_text_like_any_other(string output, ReadingKind kind) =>
        Assert.Equal(kind, Read(output, exitCode: 1).Kind);

    [Theory]
    [InlineData("{\"type\":\"result\",\"is_error\":true,\"result\":\"You've hit your session lim")]
    [InlineData("hit your session limit\",\"type\":\"result\",\"is_error\":false,\"usage\":{\"input_tokens\":1}}")]
    [InlineData("[[[[[{{{{{")]
    [InlineData("{'error': {'message': 'x")]
    public void A_record_that_is_cut_is_not_a_message(string output)
    {
        Assert.Equal(ReadingKind.Error, Read(output, exitCode: 1).Kind);
        Assert.Equal(ReadingKind.None, Read(output, exitCode: 0).Kind);
    }

    [Fact]
    public void A_long_output_is_read_at_its_end()
    {
        string output = new string('x', 5_000_000) + "\n" + string.Concat(Enumerable.Repeat("some text\n", 100_000))
            + "You've hit your session limit · resets 9pm (UTC)\n";

        AttemptReading reading = Read(output, exitCode: 1);

        Assert.Equal(ReadingKind.UsageLimit, reading.Kind);
        Assert.Equal(new DateTimeOffset(2026, 3, 11, 21, 0, 0, TimeSpan.Zero), reading.RetryAt);
        Assert.Equal(reading.RetryAt + TimeSpan.FromSeconds(20), reading.WaitUntil);
    }

    [Fact]
    public void The_response_of_an_exception_counts_first()
    {
        AttemptReading reading = AttemptReader.Read(new AttemptEvidence
        {
            Output = "ok",
            ExitCode = 1,
            Response = new HttpResponse(429, [new("Retry-After", "2")]),
            Now = AgentFixtures.Now,
            Zone = AgentFixtures.Stockholm,
        });

        Assert.Equal((ReadingKind.RateLimit, AgentFixtures.Now.AddSeconds(2)), (reading.Kind, reading.RetryAt));
    }

    [Fact]
    public void An_unknown_message_that_names_a_limit_and_a_time_is_a_guess()
    {
        AttemptReading reading = Read("Kein Kontingent, limit bis morgen: retry in 2 hours", exitCode: 1);

        Assert.True(reading.IsGuess);
        Assert.Equal(AgentFixtures.Now.AddHours(2), reading.RetryAt);
    }

    private static AttemptReading Read(string output, int exitCode) => AttemptReader.Read(new AttemptEvidence
    {
        Output = output,
        ExitCode = exitCode,
        Now = AgentFixtures.Now,
        Zone = AgentFixtures.Stockholm,
    });
}
