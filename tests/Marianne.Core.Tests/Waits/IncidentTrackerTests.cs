using Marianne.Jobs;
using Marianne.Waits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Core.Tests.Waits;

/// <summary>An incident lasts from the first error to the attempt that it does not stop.</summary>
public sealed class IncidentTrackerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly IncidentTracker _tracker;

    public IncidentTrackerTests() => _tracker = new IncidentTracker(_time);

    [Fact]
    public void Each_attempt_after_a_wait_has_an_outcome_with_the_time_since_the_first_error()
    {
        DateTimeOffset began = _time.GetUtcNow();
        Fail("E101", delay: 100);
        TryOutcome failed = Try("E101", duration: 600, attempt: 2)!;
        Fail("E101", delay: 50);
        TryOutcome succeeded = Try(null, duration: 5, attempt: 3)!;

        Assert.Equal((100.0, 100.0, false), (failed.Incident.Delay.TotalSeconds, failed.Waited.TotalSeconds, failed.Recovered));
        Assert.Equal((50.0, 750.0, true), (succeeded.Incident.Delay.TotalSeconds, succeeded.Waited.TotalSeconds, succeeded.Recovered));
        Assert.Equal((failed.Incident.Id, began), (succeeded.Incident.Id, succeeded.Incident.BeganAt));
        Assert.Equal(1, succeeded.Incident.FailedTries);
        Assert.NotEqual(failed.Id, succeeded.Id);
        Assert.Null(_tracker.Ongoing);
    }

    [Fact]
    public void Another_error_ends_the_incident_and_begins_its_own()
    {
        Fail("E101", delay: 100);
        TryOutcome outcome = Try("E501", duration: 1, attempt: 2)!;
        OngoingIncident next = Fail("E501", delay: 10);

        Assert.True(outcome.Recovered);
        Assert.NotEqual(outcome.Incident.Id, next.Id);
        Assert.Equal((0, TimeSpan.Zero), (next.FailedTries, next.Waited));
    }

    [Theory]
    [InlineData("opus", "opus", true)]
    [InlineData(null, "opus", true)]
    [InlineData("opus", null, true)]
    [InlineData("opus", "haiku", false)]
    public void A_model_that_is_not_known_belongs_to_the_same_incident(string? first, string? second, bool isSame)
    {
        OngoingIncident one = _tracker.Meet("E101", first, "claude", null);
        OngoingIncident other = _tracker.Meet("E101", second, "claude", null);

        Assert.Equal(isSame, one.Id == other.Id);
    }

    [Fact]
    public void Another_service_is_another_incident() => Assert.NotEqual(
        _tracker.Meet("E101", null, "claude", null).Id, _tracker.Meet("E101", null, "codex", null).Id);

    [Fact]
    public void A_resumed_incident_keeps_its_id_its_beginning_and_its_attempts()
    {
        Fail("E101", delay: 100);
        Try("E101", duration: 0, attempt: 2);
        OngoingIncident stored = Fail("E101", delay: 200);

        _time.Advance(TimeSpan.FromHours(2));
        var resumed = new IncidentTracker(_time, stored);
        resumed.StartTry();
        TryOutcome outcome = resumed.EndTry(null, null, attempt: 3)!;

        Assert.Equal((stored.Id, 7500.0, 1), (outcome.Incident.Id, outcome.Waited.TotalSeconds, outcome.Incident.FailedTries));
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_shorten_what_is_known()
    {
        Fail("E101", delay: 100);
        Try("E101", duration: 0, attempt: 2);
        OngoingIncident stored = Fail("E101", delay: 200);

        _time.AdjustTime(_time.GetUtcNow().AddDays(-3));
        var resumed = new IncidentTracker(_time, stored);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(130, resumed.Elapsed.TotalSeconds);
    }

    [Fact]
    public void A_clock_that_is_set_does_not_change_the_time_that_this_process_measured()
    {
        var clock = new SetClock(_time);
        var tracker = new IncidentTracker(clock);
        tracker.Meet("E101", null, null, null);
        _time.Advance(TimeSpan.FromSeconds(100));
        clock.Change = TimeSpan.FromDays(-1);

        Assert.Equal(100, tracker.Elapsed.TotalSeconds);
    }

    [Fact]
    public void The_same_attempt_has_the_same_outcome_id_in_every_process()
    {
        OngoingIncident stored = Fail("E101", delay: 100);
        string[] ids =
        [
            .. Enumerable.Range(0, 2).Select(_ =>
            {
                var tracker = new IncidentTracker(_time, stored);
                tracker.StartTry();
                return tracker.EndTry(null, null, attempt: 2)!.Id;
            }),
        ];

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public void A_hint_is_the_time_from_the_first_error_to_the_named_time()
    {
        Assert.Equal(60, _tracker.Meet("E101", null, null, _time.GetUtcNow().AddSeconds(60)).Hint?.TotalSeconds);
        _time.Advance(TimeSpan.FromSeconds(70));

        Assert.Equal(60, _tracker.Meet("E101", null, null, null).Hint?.TotalSeconds);
        Assert.Equal(100, _tracker.Meet("E101", null, null, _time.GetUtcNow().AddSeconds(30)).Hint?.TotalSeconds);
    }

    [Fact]
    public void A_hint_is_at_least_a_second_and_a_time_that_has_passed_is_none()
    {
        Assert.Null(_tracker.Meet("E101", null, null, _time.GetUtcNow()).Hint);
        Assert.Equal(1, _tracker.Meet("E101", null, null, _time.GetUtcNow().AddSeconds(0.9)).Hint?.TotalSeconds);
    }

    [Fact]
    public void An_attempt_after_an_interrupted_wait_has_no_outcome_but_counts()
    {
        Fail("E101", delay: 100);
        _tracker.IgnoreTry();

        Assert.Null(Try("E101", duration: 1, attempt: 2));
        Assert.Equal(1, _tracker.Ongoing!.FailedTries);
    }

    [Fact]
    public void An_attempt_without_an_incident_and_one_that_did_not_start_have_no_outcome()
    {
        Assert.Null(Try(null, duration: 1, attempt: 1));
        Fail("E101", delay: 100);
        Assert.Null(_tracker.EndTry(null, null, attempt: 2));
    }

    [Fact]
    public void An_abandoned_incident_has_no_outcome()
    {
        Fail("E101", delay: 100);
        _tracker.Abandon();

        Assert.Null(Try(null, duration: 1, attempt: 2));
    }

    /// <summary>A system time that was changed, while the monotonic clock went on.</summary>
    private sealed class SetClock(TimeProvider time) : TimeProvider
    {
        public TimeSpan Change { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Change;

        public override long GetTimestamp() => time.GetTimestamp();
    }

    private OngoingIncident Fail(string code, double delay)
    {
        _tracker.Meet(code, null, null, null);
        _tracker.Wait(TimeSpan.FromSeconds(delay));
        OngoingIncident incident = _tracker.Ongoing!;
        _time.Advance(TimeSpan.FromSeconds(delay));
        return incident;
    }

    private TryOutcome? Try(string? code, double duration, int attempt)
    {
        _tracker.StartTry();
        _time.Advance(TimeSpan.FromSeconds(duration));
        return _tracker.EndTry(code, null, attempt);
    }
}
