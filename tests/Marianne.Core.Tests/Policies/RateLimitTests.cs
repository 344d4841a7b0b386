using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Signals;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Now = TestJobs.Now;
    private static readonly RateLimitOptions Options = new();
    private static readonly RateLimitDetector Detector =
        new(new() { DetectionPatterns = ["rate.?limit", "usage.?limit", "quota", "too many requests", "429", "capacity"] });

    [Theory]
    [InlineData("Error: Rate limit exceeded")]
    [InlineData("rate_limit_error")]
    [InlineData("USAGE LIMIT reached")]
    [InlineData("quota exceeded")]
    [InlineData("HTTP 429")]
    [InlineData("Too Many Requests")]
    [InlineData("at capacity")]
    public void The_patterns_of_a_score_detect_a_rate_limit_in_any_case(string output) =>
        Assert.True(Detector.Search(output).IsRateLimit);

    [Theory]
    [InlineData("429")]
    [InlineData("HTTP/1.1 429 Slow down")]
    [InlineData("It answered 429.")]
    [InlineData("status=429, slow down")]
    [InlineData("{\"status\":429}")]
    [InlineData("Error 429: slow down")]
    [InlineData("(429)")]
    [InlineData("Response status code does not indicate success: 429.")]
    public void A_number_on_its_own_is_detected(string output) => Assert.True(Detector.Search(output).IsRateLimit);

    [Theory]
    [InlineData("Cannot find path '/tmp/0ce09874-61b5-4290-9c42-5746c3192b5d/nowhere'")]
    [InlineData("commit 0ce429f8")]
    [InlineData("14290 rows, 4290 ms, 1.429 s, 429.5 MB")]
    [InlineData("/data/429/report-429.csv was not found")]
    [InlineData("At /jobs/Collect.ps1:429 char:5")]
    [InlineData("At line:429 char:5")]
    [InlineData("collect.sh: line 429: syntax error")]
    [InlineData("at collect.js:429:17")]
    [InlineData("Program.cs(429,17): error CS1002: ; expected")]
    [InlineData("main.c:429: undefined reference")]
    [InlineData("at Collect.run(Collect.java:429)")]
    [InlineData("/bin/sh: 429: Syntax error")]
    [InlineData("1 failed, 429 passed in 12.3s")]
    [InlineData("read 1,429 rows and 429 files, 429,000 bytes, in 429 ms")]
    public void A_number_that_is_part_of_something_else_is_not_detected(string output) =>
        Assert.False(Detector.Search(output).IsRateLimit);

    [Theory]
    [InlineData("cp: error writing 'x': Disk quota exceeded")]
    [InlineData("thread 'main' panicked: capacity overflow")]
    [InlineData("Filesystem 1024-blocks Used Available Capacity Mounted on")]
    [InlineData("FAILED tests/api/test_rate_limiter.py::test_retry")]
    [InlineData("npm warn deprecated express-rate-limit@5.0.0: use another")]
    [InlineData("src/rate-limit/queue.ts: error")]
    public void Texts_that_only_contain_the_words_are_not_detected(string output) =>
        Assert.False(Detector.Search(output).IsRateLimit);

    [Theory]
    [InlineData("Disk quota is fine. Your quota is used up.")]
    [InlineData("openai.RateLimitError: slow down")]
    [InlineData("FAILED test_rate_limiter.py: rate limit reached")]
    [InlineData("Rate limit exceeded, see https://docs.example.com/rate-limits/overview")]
    [InlineData("x-ratelimit-remaining: 0")]
    public void A_limit_next_to_such_texts_is_detected(string output) => Assert.True(Detector.Search(output).IsRateLimit);

    [Fact]
    public void Any_other_text_is_not_detected()
    {
        Assert.False(Detector.Search("").IsRateLimit);
        Assert.False(Detector.Search("all went well").IsRateLimit);
    }

    [Fact]
    public void Matching_lines_are_returned_once() => Assert.Equal(
        ["Error: rate limit, HTTP 429", "your quota is used up"],
        Detector.Search("start\n  Error: rate limit, HTTP 429\r\nyour quota is used up\nend").Lines);

    [Fact]
    public void A_pattern_that_times_out_is_reported_and_the_others_still_count()
    {
        var detector = new RateLimitDetector(
            new() { DetectionPatterns = ["(a+)+$", "quota"] }, TimeSpan.FromMilliseconds(20));

        RateLimitMatch match = detector.Search(new string('a', 40) + "! quota");

        Assert.True(match.IsRateLimit);
        Assert.Equal(["(a+)+$"], match.TimedOut);
    }

    [Fact]
    public void A_score_can_set_the_delay_to_fall_back_on()
    {
        Assert.Equal(TimeSpan.FromSeconds(300), RateLimitPolicy.StaticDelay(Options, ErrorCodes.Capacity));
        Assert.Equal(TimeSpan.FromMinutes(60), RateLimitPolicy.StaticDelay(new() { WaitMinutes = 60 }, ErrorCodes.Capacity));
    }

    [Theory]
    [InlineData("E101", 23, 99, true)]
    [InlineData("E101", 24, 0, false)]
    [InlineData("E103", 24, 0, false)]
    [InlineData("E104", 99, 47, true)]
    [InlineData("E104", 0, 48, false)]
    public void The_number_of_waits_is_limited(string code, int waits, int quotaWaits, bool waitsAgain)
    {
        var measures = new SheetMeasures { RateLimitWaits = waits, QuotaWaits = quotaWaits };
        Assert.Equal(waitsAgain, RateLimitPolicy.MayWait(Options, ErrorCodes.Find(code)!, measures));
    }

    [Fact]
    public void Waits_for_a_quota_are_counted_separately()
    {
        SheetMeasures measures = RateLimitPolicy.CountWait(SheetMeasures.None, ErrorCodes.Quota);
        measures = RateLimitPolicy.CountWait(measures, ErrorCodes.Quota);
        measures = RateLimitPolicy.CountWait(measures, ErrorCodes.Capacity);

        Assert.Equal((1, 2), (measures.RateLimitWaits, measures.QuotaWaits));
    }
}
