using System.Text.Json;
using Marianne.Errors;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>
/// Reads over 1,000 outputs of ordinary failures that real programs wrote, in several languages: compilers, test runners,
/// shells, git, Python, node, npm, Java, Maven, Rust, SQLite, curl, tar, apt and others.
/// </summary>
public sealed class OrdinaryFailureTests
{
    private static readonly ReadingKind[] Expected = [ReadingKind.Error, ReadingKind.Network, ReadingKind.NotFound, ReadingKind.Auth];

    private static readonly (int ExitCode, string Output)[] Failures = Load();

    [Fact]
    public void No_ordinary_failure_is_a_limit()
    {
        Assert.True(Failures.Length > 1000);

        var classifier = new ErrorClassifier(new RateLimitDetector(new()));
        foreach ((int exitCode, string output) in Failures)
        {
            ErrorCode? error = classifier.Classify(AttemptResult.Of("", new() { ExitCode = exitCode, Output = output })).Error;
            Assert.False(error!.IsRateLimit || error.Code is "E106" or "E107" or "E602" or "E306", $"{error.Code}: {output}");
        }
    }

    [Fact]
    public void No_ordinary_output_of_a_success_is_a_limit()
    {
        foreach ((_, string output) in Failures)
        {
            AttemptReading reading = Read(output, exitCode: 0);
            Assert.True(reading.Kind is ReadingKind.None || Expected.Contains(reading.Kind), $"{reading.Kind}: {output}");
        }
    }

    [Theory]
    [InlineData("Msg 105, Level 15: Unclosed quotation mark after the character string 'x'.")]
    [InlineData("ValueError: No closing quotation")]
    [InlineData("I added quota handling to the parser.\n2 tests failed")]
    [InlineData("capacity of the disk is 429 GB")]
    [InlineData("429")]
    [InlineData("FAILED tests/api/test_rate_limiter.py::test_retry - RateLimitError: rate limit exceeded, retry after 30 seconds\n1 failed")]
    [InlineData("E   AssertionError: expected 200, got 429 Too Many Requests")]
    [InlineData("src/limits.ts(429,12): error TS2304: Cannot find name 'RateLimitError'.")]
    [InlineData("Program.cs(12,5): error CS0103: The name 'UsageLimitReached' does not exist\nBuild FAILED.")]
    [InlineData("npm warn deprecated express-rate-limit@5.0.0: use another\nnpm error missing script: build")]
    [InlineData("Ihr Zeitlimit wurde überschritten.")]
    [InlineData("Quota de disque dépassé")]
    [InlineData("429 rate limited, retrying in 1 second\nconnected\nerror: the schema of table 7 does not match")]
    [InlineData("Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    raise RateLimitError('rate limit exceeded')\nKeyError: 'x'")]
    public void A_text_that_only_contains_the_words_is_not_a_limit(string output)
    {
        AttemptReading reading = Read(output, exitCode: 1);

        Assert.Equal(ReadingKind.Error, reading.Kind);
        Assert.Null(reading.RetryAt);
    }

    private static AttemptReading Read(string output, int exitCode) => AttemptReader.Read(new AttemptEvidence
    {
        Output = output,
        ExitCode = exitCode,
        Now = AgentFixtures.Now,
        Zone = AgentFixtures.Stockholm,
    });

    private static (int ExitCode, string Output)[] Load()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "agents", "failures.json")));
        return [.. document.RootElement.EnumerateArray().Select(item => (item[0].GetInt32(), item[1].GetString()!))];
    }
}
