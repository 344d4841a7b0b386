using System.Text.Json;
using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Waits;

public class RecoveryCurveEstimatorTests
{
    private const string Regular = "300v; 275x 300v; 300v; 300v; 260x 300v";
    private const string ShortOrLong = "40v; 40x 3700v; 35v; 35x 3700v; 35v; 35x 3700v; 35v";
    private const string Hourly = "2100x 3320v; 1540x 2440v; 980x 1560v; 420x 680v; 2380x 3760v; 1820x 2880v; 1260x 2000v";
    private const string Endless = "300x 1200x 4800x; 300x 1200x 4800x; 300x 1200x 4800x; 300x 1200x 4800x";

    private static readonly RecoveryCurveEstimator Estimator = new();

    public static TheoryData<string> Vectors => [.. WaitVectors.Names];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void It_gives_the_estimate_of_the_reference(string name)
    {
        WaitEstimate estimate = Estimator.Estimate(WaitVectors.History(name), WaitVectors.Request(name));

        JsonElement expected = WaitVectors.Expected(name);
        Assert.Equal(expected.GetProperty("give_up").GetBoolean(), estimate.GivesUp);
        if (estimate.GivesUp)
            return;

        AssertClose(expected, "wait", estimate.Total.TotalSeconds);
        AssertClose(expected, "done_by_then", estimate.DoneByThen);
        AssertClose(expected, "trust_in_hint", estimate.HintTrust);
        AssertClose(expected, "failed_try_counts_as", estimate.FailedTryCost.TotalSeconds);
        Assert.Equal(expected.GetProperty("basis").GetString(), estimate.Basis.Name);
        Assert.Equal(expected.GetProperty("incidents").GetInt32(), estimate.SampleCount);
    }

    [Theory]
    [InlineData("", "no recoveries are known yet")]
    [InlineData("0: 30x", "attempts are known, but no recovery yet")]
    [InlineData("0: 300v", "26 % of 1 recovery was done by then")]
    public void It_says_from_what_it_comes(string incidents, string reason)
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(5)) { Now = DateTimeOffset.UnixEpoch.AddHours(2) };

        Assert.Equal(reason, Estimator.Estimate(History(incidents, 0, 0), request).Reason);
    }

    [Theory]
    [InlineData("", 0, 0, 0, 115.665812, 0.207738, "all", 30)]
    [InlineData("0: 300v", 7200, 0, 0, 115.665812, 0.264370, "all", 30)]
    [InlineData("0: 310v; 5000: 140x 280v", 20000, 0, 0, 212.132034, 0.467369, "all", 30)]
    [InlineData(Regular, 50000, 0, 0, 300, 0.940513, "all", 30, 7200)]
    [InlineData(Regular, 50000, 300, 1, 504.537849, 0.228966, "all", 30, 7200)]
    [InlineData(ShortOrLong, 80000, 0, 0, 37.5, 0.513439, "all", 30, 9000)]
    [InlineData(ShortOrLong, 80000, 35, 1, 300, 0.664542, "all", 30, 9000)]
    [InlineData(Hourly, 65000, 0, 0, 3460, 0.890805, "clock 3600", 227.174495, 8000, 600)]
    public void It_gives_the_estimates_of_the_specification(
        string incidents,
        int began,
        int waited,
        int failed,
        double wait,
        double done,
        string basis,
        double cost,
        int interval = 0,
        int first = 0)
    {
        WaitHistory history = History(incidents, interval, first);
        var request = new WaitRequest(TimeSpan.FromMinutes(5))
        {
            Began = IncidentNotation.Monday.AddSeconds(began),
            Waited = TimeSpan.FromSeconds(waited),
            FailedTries = failed,
        };

        AssertEstimate(Estimator.Estimate(history, request), wait, done, basis, cost);
    }

    [Fact]
    public void A_wait_goes_on_after_failed_attempts()
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(1)) { Waited = TimeSpan.FromSeconds(200), FailedTries = 2 };

        AssertEstimate(Estimator.Estimate(WaitHistory.Empty, request), 339.411255, 0.260967, "all", 30);
    }

    [Fact]
    public void A_named_time_is_trusted_as_far_as_named_times_were_right()
    {
        WaitHistory history = IncidentNotation.Parse("0/380: 400v; 9000/90: 90v; 18000/690: 700v");
        var request = new WaitRequest(TimeSpan.FromMinutes(5))
        {
            Began = IncidentNotation.Monday.AddSeconds(40_000),
            Hint = TimeSpan.FromSeconds(500),
        };

        WaitEstimate estimate = Estimator.Estimate(history, request);

        AssertEstimate(estimate, 89.190534, 0.275778, "all", 30);
        Assert.Equal(0.664819, estimate.HintTrust, 6);
    }

    [Fact]
    public void Impossible_rows_are_left_out()
    {
        double began = IncidentNotation.Monday.ToUnixTimeSeconds();
        WaitHistory history = new(
        [
            new(250, true, "a", began), new(0, true), new(-7, true), new(4e9, false), new(200, true, "b"), new(500, false, "b"),
            new(double.NaN, true), new(double.PositiveInfinity, false), new(null, true), new(5, null),
        ]);
        DateTimeOffset now = IncidentNotation.Monday.AddSeconds(9_000);

        WaitEstimate estimate = Estimator.Estimate(history, new WaitRequest(TimeSpan.FromMinutes(5)) { Began = now, Now = now });

        AssertEstimate(estimate, 48.631483, 0.345108, "all", 30);
        Assert.Equal(2, estimate.SampleCount);
    }

    [Fact]
    public void Failed_attempts_become_expensive_when_nothing_recovers()
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(5))
        {
            Began = IncidentNotation.Monday.AddSeconds(200_000),
            Waited = TimeSpan.FromSeconds(300),
            FailedTries = 1,
            GiveUpAfter = TimeSpan.FromHours(4),
        };

        AssertEstimate(Estimator.Estimate(History(Endless, 20_000, 0), request), 1200, 0.040931, "all", 3059.921421);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    [InlineData(86_400 * 40)]
    [InlineData(86_400 * 4_000d)]
    public void Any_static_delay_gives_a_wait_within_a_second_and_a_year(double seconds)
    {
        WaitEstimate estimate = Estimator.Estimate(WaitHistory.Empty, new WaitRequest(TimeSpan.FromSeconds(seconds)));

        Assert.InRange(estimate.Total, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(290)]
    [InlineData(1000)]
    public void A_wait_is_not_rounded_down(double waited)
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(1)) { Waited = TimeSpan.FromSeconds(waited) };

        double total = Estimator.Estimate(WaitHistory.Empty, request).Total.TotalSeconds;

        double point = 60 * Math.Pow(2, Math.Round(8 * Math.Log2(total / 60)) / 8);
        Assert.InRange(total, point, point + 1e-6);
    }

    [Fact]
    public void A_time_after_which_all_attempts_succeeded_stays_within_reach()
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(1));
        var rows = new List<WaitRow>();
        for (int i = 0; i < 40; i++)
        {
            TimeSpan waited = Estimator.Estimate(new WaitHistory(rows), request).Total;
            for (int failed = 1; waited.TotalSeconds < 300; failed++)
            {
                rows.Insert(0, new WaitRow(waited.TotalSeconds, false, $"i{i}"));
                WaitRequest current = request with { Waited = waited, FailedTries = failed, Incident = $"i{i}" };
                waited = Estimator.Estimate(new WaitHistory(rows), current).Total;
            }

            rows.Insert(0, new WaitRow(waited.TotalSeconds, true, $"i{i}"));
        }

        Assert.True(Estimator.Estimate(new WaitHistory(rows), request).Total.TotalSeconds >= 300);
    }

    [Fact]
    public void A_wait_of_a_year_gives_up()
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(5)) { Waited = TimeSpan.FromDays(365), FailedTries = 3 };

        Assert.True(Estimator.Estimate(WaitHistory.Empty, request).GivesUp);
    }

    [Fact]
    public void The_confidence_grows_with_the_weight_of_the_incidents()
    {
        var request = new WaitRequest(TimeSpan.FromMinutes(5));

        Assert.Equal(0, Estimator.Estimate(WaitHistory.Empty, request).Confidence);
        Assert.Equal(0.5, Estimator.Estimate(IncidentNotation.Parse("0: 300v"), request).Confidence);
    }

    private static WaitHistory History(string incidents, int interval, int first) => IncidentNotation.Parse(
        interval == 0 ? incidents : IncidentNotation.At(first, interval, incidents.Split("; ")));

    private static void AssertEstimate(WaitEstimate estimate, double wait, double done, string basis, double cost)
    {
        Assert.False(estimate.GivesUp);
        Assert.Equal(wait, estimate.Total.TotalSeconds, 1e-6);
        Assert.Equal(done, estimate.DoneByThen, 1e-6);
        Assert.Equal(basis, estimate.Basis.Name);
        Assert.Equal(cost, estimate.FailedTryCost.TotalSeconds, 1e-6);
    }

    private static void AssertClose(JsonElement expected, string name, double actual)
    {
        double value = expected.GetProperty(name).GetDouble();
        Assert.Equal(value, actual, 1e-6 * Math.Max(1, Math.Abs(value)));
    }
}
