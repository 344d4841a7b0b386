using Marianne.Policies;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class StaleDetectorTests
{
    private readonly FakeTimeProvider _time = new(TestJobs.Now);

    [Fact]
    public void A_sheet_without_output_for_the_idle_timeout_is_stale()
    {
        var detector = new StaleDetector(new() { Enabled = true }, _time);
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.False(detector.IsStale);

        detector.SawOutput();
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.False(detector.IsStale);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(detector.IsStale);
    }

    [Fact]
    public void No_sheet_is_stale_if_the_check_is_turned_off()
    {
        var detector = new StaleDetector(new(), _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(detector.IsStale);
    }
}
