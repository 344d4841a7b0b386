using Marianne.Instruments;
using Marianne.Signals;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Core.Tests.Signals;

public sealed class ErrorClassifierTests
{
    private static readonly ErrorClassifier Classifier = new(new RateLimitDetector(new()));

    [Theory]
    [InlineData("E101", "Error: rate limit exceeded")]
    [InlineData("E101", "HTTP 429 Too Many Requests")]
    [InlineData("E102", "claude cli: rate limit, slow down")]
    [InlineData("E102", "You've hit your rate limit")]
    [InlineData("E103", "The model is at capacity")]
    [InlineData("E103", "Busy, try again later")]
    [InlineData("E104", "429: quota exceeded")]
    [InlineData("E104", "Claude usage limit reached, resets at 3pm")]
    [InlineData("E102", "An error occurred (ThrottlingException) when calling the X operation: Too many tokens, please wait.")]
    [InlineData("E102", "(TooManyRequests) The request is being throttled as the limit has been reached")]
    [InlineData("E103", "API Error: 529 {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")]
    [InlineData("E104", "You've hit your session limit · resets 8pm (America/New_York)")]
    [InlineData("E106", "Error code: 429 - {'error': {'message': 'You exceeded your current quota', 'type': 'insufficient_quota'}}")]
    [InlineData("E107", "Error: Reached max turns (3)")]
    [InlineData("E602", "prompt is too long: 212345 tokens > 200000 maximum")]
    [InlineData("E502", "401 Unauthorized")]
    [InlineData("E502", "Error: invalid api key")]
    [InlineData("E901", "dial tcp 10.0.0.1:443: connection refused")]
    [InlineData("E901", "read ECONNRESET")]
    [InlineData("E902", "curl: (6) Could not resolve host: example.org")]
    [InlineData("E902", "getaddrinfo ENOTFOUND example.org")]
    [InlineData("E903", "certificate verify failed")]
    [InlineData("E901", "write tcp 10.0.0.2:51234->10.0.0.1:443: write: broken pipe")]
    [InlineData("E901", "client_loop: send disconnect: Broken pipe")]
    [InlineData("E901", "java.net.SocketException: Broken pipe")]
    [InlineData("E009", "seq: write error: Broken pipe\nAssertion failed")]
    [InlineData("E009", "BrokenPipeError: [Errno 32] Broken pipe")]
    [InlineData("E009", "Error: write EPIPE")]
    [InlineData("E904", "connect ETIMEDOUT 10.0.0.1:443")]
    [InlineData("E501", "API Error: Connection error.")]
    [InlineData("E503", "500 Internal Server Error")]
    [InlineData("E504", "504 Gateway Timeout")]
    [InlineData("E505", "model: claude-0 not found")]
    [InlineData("E005", "java.lang.OutOfMemoryError: Java heap space")]
    [InlineData("E005", "fork: Cannot allocate memory")]
    [InlineData("E009", "something else")]
    [InlineData("E009", "")]
    public void A_failed_command_is_classified_by_its_output(string code, string output) =>
        Assert.Equal(code, Code(Ended(new() { ExitCode = 1, Output = output })));

    [Theory]
    [InlineData("E004", 130)]
    [InlineData("E002", 143)]
    [InlineData("E002", 129)]
    [InlineData("E003", 139)]
    [InlineData("E003", 134)]
    [InlineData("E005", 137)]
    [InlineData("E505", 127)]
    [InlineData("E505", 126)]
    [InlineData("E003", unchecked((int)0xC0000005))]
    [InlineData("E004", unchecked((int)0xC000013A))]
    [InlineData("E005", unchecked((int)0xC0000017))]
    [InlineData("E009", 255)]
    [InlineData("E009", 1)]
    [InlineData("E009", -1)]
    public void An_attempt_is_classified_by_its_exit_code(string code, int exitCode) =>
        Assert.Equal(code, Code(Ended(new() { ExitCode = exitCode })));

    [Theory]
    [InlineData("E004", 2, "")]
    [InlineData("E002", 15, "")]
    [InlineData("E002", 9, "")]
    [InlineData("E005", 9, "Out of memory")]
    [InlineData("E003", 11, "")]
    public void An_attempt_is_classified_by_its_signal(string code, int signal, string output) =>
        Assert.Equal(code, Code(Ended(new() { Signal = signal, Output = output })));

    [Fact]
    public void What_the_runner_did_takes_precedence()
    {
        var command = new CommandResult { ExitCode = 137, Signal = 9, Output = "rate limit" };

        Assert.Equal("E001", Code(Ended(command with { TimedOut = true })));
        Assert.Equal("E006", Code(Ended(command with { WasStale = true, TimedOut = true })));
    }

    [Theory]
    [InlineData("E201", "file_exists", "missing", null)]
    [InlineData("E201", "file_modified", "missing", null)]
    [InlineData("E209", "file_modified", "stale", null)]
    [InlineData("E202", "content_contains", "incomplete", null)]
    [InlineData("E202", "content_regex", "malformed", null)]
    [InlineData("E203", "command_succeeds", "error", null)]
    [InlineData("E204", "command_succeeds", "error", "TimeoutException")]
    [InlineData("E204", "content_regex", "error", "RegexMatchTimeoutException")]
    [InlineData("E209", "other", null, null)]
    [InlineData("E209", "file_exists", "skipped", null)]
    public void An_attempt_is_classified_by_the_first_failed_validation(
        string code, string type, string? category, string? errorType) =>
        Assert.Equal(code, Code(Ended(new() { ExitCode = 0, Output = "connection refused" }) with
        {
            Validations =
            [
                new() { RuleType = "file_exists", Passed = true },
                new() { RuleType = type, FailureCategory = category, ErrorType = errorType },
            ],
        }));

    [Fact]
    public void A_rate_limit_is_detected_although_the_exit_code_is_0() => Assert.Equal(
        "E104",
        Code(Ended(new() { ExitCode = 0, Output = "usage limit reached" }) with
        {
            Validations = [new() { RuleType = "file_exists" }],
        }));

    [Fact]
    public void The_output_of_a_successful_attempt_is_ignored() => Assert.Null(
        Code(Ended(new() { ExitCode = 0, Output = "explained rate limits, quota and HTTP 429" }) with
        {
            Validations = [new() { Passed = true }],
        }));

    [Theory]
    [InlineData("E101", "HTTP/2 429\nretry-after: 45\n\nslow down")]
    [InlineData("E104", "You've hit your session limit · resets 9pm (UTC)")]
    [InlineData("E106", "HTTP/2 402\n\n{\"error\":{\"type\":\"billing_error\",\"message\":\"x\"}}")]
    [InlineData(null, "HTTP/2 401\n\n{\"error\":{\"message\":\"x\"}}")]
    [InlineData(null, "The log says: You've hit your session limit · resets 9pm (UTC)")]
    [InlineData(null, "{\"rules\":[{\"code\":\"rate_limit_exceeded\",\"status\":429}],\"valid\":true}")]
    public void An_attempt_that_was_not_validated_and_ends_with_a_refusal_did_not_succeed(string? code, string output) =>
        Assert.Equal(code, Code(Ended(new() { ExitCode = 0, Output = output })));

    [Theory]
    [InlineData("HTTP/2 429\nretry-after: 45\nanthropic-ratelimit-requests-reset: 2026-03-01T09:00:00Z", 45)]
    [InlineData("HTTP/2 429\nx-ratelimit-reset-tokens: 600ms\nx-ratelimit-reset-requests: 20s", 20)]
    [InlineData("HTTP/1.1 503 Service Unavailable\nRetry-After: 120", 120)]
    [InlineData("HTTP/1.1 429 Too Many Requests\nRetry-After: 0", 0)]
    [InlineData("401 Unauthorized, try again in 5 minutes", null)]
    public void The_time_of_the_next_attempt_is_that_of_the_refusal(string output, int? seconds)
    {
        var time = new FakeTimeProvider(TestJobs.Now);

        AttemptResult result = new ErrorClassifier(new RateLimitDetector(new()), time)
            .Classify(Ended(new() { ExitCode = 1, Output = output }));

        Assert.Equal(seconds is { } wait ? TestJobs.Now.AddSeconds(wait) : null, result.ResetsAt);
    }

    [Fact]
    public void A_pattern_of_the_score_makes_a_failure_a_limit()
    {
        var detector = new RateLimitDetector(new() { DetectionPatterns = ["come back"] });
        var time = new FakeTimeProvider(TestJobs.Now);

        AttemptResult result = new ErrorClassifier(detector, time)
            .Classify(Ended(new() { ExitCode = 1, Output = "Come back soon. Try again in 90 seconds." }));

        Assert.Equal(("E101", TestJobs.Now.AddSeconds(90)), (result.Error!.Code, result.ResetsAt));
    }

    [Theory]
    [InlineData("E901", "litellm.APIConnectionError: OllamaException - [Errno 111] Connection refused")]
    [InlineData("E502", "litellm.AuthenticationError: Incorrect API key provided: x.")]
    [InlineData("E009", "litellm.ContentPolicyViolationError: Your request was rejected by our safety system.")]
    [InlineData(null, "litellm.Timeout: Request timed out.\nRetrying in 0.2 seconds...\nTokens: 1k sent, 20 received.")]
    [InlineData(null, "Nothing to do.")]
    public void A_tool_whose_exit_code_is_always_0_fails_by_what_it_wrote(string? code, string output) => Assert.Equal(
        code,
        Classifier.Classify(
            Ended(new() { ExitCode = 0, Output = output }) with { Instrument = new InstrumentCatalog().Find("aider")!.Options },
            isPrompt: true).Error?.Code);

    [Fact]
    public void An_unknown_end_is_unclassified()
    {
        Assert.Equal("E999", Code(new()));
        Assert.Equal("E901", Code(Ended(new() { Output = "connection refused" })));
    }

    [Fact]
    public void A_pattern_that_times_out_is_reported()
    {
        var detector = new RateLimitDetector(new() { DetectionPatterns = ["(a+)+$"] }, TimeSpan.FromMilliseconds(20));

        AttemptResult result = new ErrorClassifier(detector)
            .Classify(Ended(new() { ExitCode = 1, Output = new string('a', 40) + "!" }));

        Assert.Equal(("E009", "(a+)+$"), (result.Error!.Code, Assert.Single(result.TimedOutPatterns)));
    }

    private static AttemptResult Ended(CommandResult command) => AttemptResult.Of("", command);

    private static string? Code(AttemptResult attempt) => Classifier.Classify(attempt).Error?.Code;
}
