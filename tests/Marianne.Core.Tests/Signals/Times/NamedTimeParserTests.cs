using CsCheck;
using Marianne.Signals;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Signals;

public sealed class NamedTimeParserTests
{
    /// <summary>A Sunday, 07:05:09 UTC, 08:05:09 in Paris.</summary>
    private static readonly DateTimeOffset Now = TestJobs.Now;

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("try again in 20 minutes", "00:20:00")]
    [InlineData("Please retry after 30 seconds.", "00:00:30")]
    [InlineData("Limit resets in 2 hours and 15 minutes", "02:15:00")]
    [InlineData("resets in 1h30m", "01:30:00")]
    [InlineData("Try again in 1 day, 2 hours", "1.02:00:00")]
    [InlineData("Please wait 1.5 hours", "01:30:00")]
    [InlineData("x-ratelimit-reset-tokens: 6m0s", "00:06:00")]
    [InlineData("retrying in 1500ms", "00:00:01.5")]
    [InlineData("Retry-After: 120", "00:02:00")]
    [InlineData("retry-after: 120\r\nserver: x", "00:02:00")]
    [InlineData("{\"error\": {\"retry_after\": 30}}", "00:00:30")]
    [InlineData("RateLimit-Reset: 60", "00:01:00")]
    [InlineData("Too many requests. Retrying in 00:00:30", "00:00:30")]
    [InlineData("Try again in 00:05:00.", "00:05:00")]
    [InlineData("retry after 01:00:00 (attempt 1)", "01:00:00")]
    [InlineData("Bitte versuchen Sie es in 45 Sekunden erneut.", "00:00:45")]
    [InlineData("Réessayez dans 2 heures", "02:00:00")]
    [InlineData("Réessayez dans 1h30", "01:30:00")]
    [InlineData("30秒後に再試行してください。", "00:00:30")]
    [InlineData("请在 5 分钟后重试", "00:05:00")]
    public void A_time_span_begins_now(string output, string span) =>
        Assert.Equal(Now + TimeSpan.Parse(span, null), NamedTimeParser.Find(output, Now, Paris)?.Instant);

    [Theory]
    [InlineData("Your limit resets at 3pm", "2026-03-01T15:00:00+01:00")]
    [InlineData("You've hit your limit · resets 3pm", "2026-03-01T15:00:00+01:00")]
    [InlineData("Es wird am 2. März um 9:00 Uhr zurückgesetzt.", "2026-03-02T09:00:00+01:00")]
    [InlineData("Das Limit setzt sich um 18:30 Uhr zurück", "2026-03-01T18:30:00+01:00")]
    [InlineData("Réinitialisation à 18h30", "2026-03-01T18:30:00+01:00")]
    [InlineData("réinitialisée le 2 mars à 9 h 00", "2026-03-02T09:00:00+01:00")]
    [InlineData("3月2日 9:00 にリセットされます", "2026-03-02T09:00:00+01:00")]
    [InlineData("2026年3月2日9時30分にリセット", "2026-03-02T09:30:00+01:00")]
    [InlineData("将于 2026-03-02 00:00:00 重置", "2026-03-02T00:00:00+01:00")]
    [InlineData("your next window opens at 17:00", "2026-03-01T17:00:00+01:00")]
    [InlineData("resets at 3:30 PM.", "2026-03-01T15:30:00+01:00")]
    [InlineData("resets 3 p.m. (America/New_York)", "2026-03-01T15:00:00-05:00")]
    [InlineData("resets at 3pm PST", "2026-03-01T15:00:00-08:00")]
    [InlineData("try again at 15:30", "2026-03-01T15:30:00+01:00")]
    [InlineData("available again at 15:30 UTC", "2026-03-01T15:30:00+00:00")]
    [InlineData("resets at 3pm to everyone", "2026-03-01T15:00:00+01:00")]
    [InlineData("limit resets at 7am", "2026-03-02T07:00:00+01:00")]
    [InlineData("resets at 12am", "2026-03-02T00:00:00+01:00")]
    [InlineData("try again tomorrow at 9:00", "2026-03-02T09:00:00+01:00")]
    [InlineData("resets Mar 5 at 6am (UTC)", "2026-03-05T06:00:00+00:00")]
    [InlineData("resets March 29th, at 2:30am", "2026-03-29T03:30:00+02:00")]
    public void A_time_of_day_is_the_next_one_in_its_time_zone(string output, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, null), NamedTimeParser.Find(output, Now, Paris)?.Instant);

    [Theory]
    [InlineData("resets at 2026-03-01T15:00:00Z", "2026-03-01T15:00:00+00:00")]
    [InlineData("\"resets_at\": \"2026-03-01T15:00:00.123456+02:00\"", "2026-03-01T15:00:00.123456+02:00")]
    [InlineData("resets at 2026-03-01T15:00:00+0200", "2026-03-01T15:00:00+02:00")]
    [InlineData("blocked until 2026-03-01 15:00", "2026-03-01T15:00:00+01:00")]
    [InlineData("blocked until 2026-03-01 15:00 UTC", "2026-03-01T15:00:00+00:00")]
    [InlineData("Claude AI usage limit reached|1772380800", "2026-03-01T16:00:00+00:00")]
    [InlineData("x-ratelimit-reset: 1772380800", "2026-03-01T16:00:00+00:00")]
    [InlineData("reset: 1772380800000", "2026-03-01T16:00:00+00:00")]
    [InlineData("Retry-After: Sun, 01 Mar 2026 15:00:00 GMT", "2026-03-01T15:00:00+00:00")]
    public void An_instant_is_returned_unchanged(string output, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, null), NamedTimeParser.Find(output, Now, Paris)?.Instant);

    [Theory]
    [InlineData("")]
    [InlineData("rate limit exceeded")]
    [InlineData("Try again later. The job ran for 20 minutes.")]
    [InlineData("waited 20 minutes")]
    [InlineData("reset 5 minutes ago")]
    [InlineData("resets at 2020-01-01T00:00:00Z")]
    [InlineData("resets at 2099-01-01T00:00:00Z")]
    [InlineData("resets at 2026-13-45T99:99:99Z")]
    [InlineData("try again in 41 days")]
    [InlineData("try again in 999999999 hours")]
    [InlineData("resets at 0001-01-01 00:00")]
    [InlineData("resets at 9999-12-31 23:59")]
    [InlineData("retry after \u0663\u0660 seconds, resets at \uff13pm")]
    [InlineData("resets at 25:00")]
    [InlineData("resets at 99pm")]
    [InlineData("wait 1:30")]
    [InlineData("try again in 25:00:00")]
    [InlineData("resets Feb 31 at 6am")]
    [InlineData("usage limit reached|1172380800")]
    [InlineData("2026-03-01T15:00:00Z ERROR failed")]
    public void A_text_without_a_plausible_time_returns_null(string output) =>
        Assert.Null(NamedTimeParser.Find(output, Now, Paris)?.Instant);

    [Theory]
    [InlineData("resets at 8:04", "2026-03-01T08:04:00+01:00")]
    [InlineData("resets at 7:56", "2026-03-01T07:56:00+01:00")]
    [InlineData("resets at 7:55", "2026-03-02T07:55:00+01:00")]
    [InlineData("retry after 0 seconds", "2026-03-01T08:05:09+01:00")]
    [InlineData("Please try again in 6ms.", "2026-03-01T08:05:09.006+01:00")]
    [InlineData("reset after 0s", "2026-03-01T08:05:09+01:00")]
    public void A_time_that_is_now_or_just_past_is_a_time(string output, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, null), NamedTimeParser.Find(output, Now, Paris)?.Instant);

    [Fact]
    public void The_latest_time_counts() => Assert.Equal(
        new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.FromHours(1)),
        NamedTimeParser.Find("retrying in 5 seconds\nresets at 3pm\ntry again in 20 minutes", Now, Paris)?.Instant);

    [Fact]
    public void A_renewal_counts_only_without_another_time() => Assert.Equal(
        Now.AddMinutes(5), NamedTimeParser.Find("Your plan renews on March 20. Try again in 5 minutes.", Now, Paris)?.Instant);

    [Theory]
    [InlineData("resets at 3pm", "00:00:20")]
    [InlineData("resets at 15:00:00", "00:00:00")]
    [InlineData("try again in 5 minutes", "00:00:00")]
    public void A_time_that_is_given_to_the_minute_has_a_margin(string output, string margin)
    {
        NamedTime time = NamedTimeParser.Find(output, Now, Paris)!.Value;

        Assert.Equal(TimeSpan.Parse(margin, null), time.WaitUntil - time.Instant);
    }

    [Fact]
    public void Any_text_returns_a_plausible_time_or_null()
    {
        string[] parts =
        [
            "resets at ", "retry after ", "limit|", "try again in ", "Retry-After: ", "3pm", "99", " 12:61", "1772380800",
            " days", "h", "m", "2026-03-0", "T10:00", "Z", " (UTC", "Feb 30 ", "tomorrow ", " ", ".", "\n", "9999999999",
        ];
        Gen.Int[0, parts.Length - 1].Array[0, 12].Sample(picks =>
            NamedTimeParser.Find(string.Concat(picks.Select(pick => parts[pick])), Now, Paris)?.Instant is not { } time
            || (time >= Now.AddMinutes(-10) && time <= Now.AddDays(40)));
    }
}
