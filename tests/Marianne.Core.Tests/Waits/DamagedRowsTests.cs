using CsCheck;
using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Waits;

/// <summary>
/// Rows that no well-behaved worker leaves behind, between rows of good ones. <see cref="RecoveryCurvePropertyTests"/> has rows of
/// random values.
/// </summary>
public class DamagedRowsTests
{
    private const double Day = 86_400;
    private const int Samples = 100;

    private static readonly RecoveryCurveEstimator Estimator = new();
    private static readonly double Now = IncidentNotation.Monday.AddDays(7).ToUnixTimeSeconds();

    private static readonly Dictionary<string, Func<int, IEnumerable<WaitRow>>> Kinds = new()
    {
        ["zero, below zero and infinite times"] = i =>
        [
            new(0, true, $"d{i}", 0, 0), new(-300, false, $"d{i}", -Now, -1), new(double.NaN, true, $"e{i}", double.NaN, double.NaN),
            new(double.PositiveInfinity, false, $"e{i}", double.PositiveInfinity, double.NegativeInfinity), new(null, null),
        ],
        ["times of a year and more"] = i => [new(365 * Day, i % 2 == 0, $"d{i}", Now, 365 * Day), new(366 * Day, true, $"e{i}", Now)],
        ["a clock that was set forward"] = i => [new((40 * Day) + 300, true, $"d{i}", Now), new(300, false, $"d{i}", Now + (400 * Day))],
        ["a clock that was set back"] = i => [new(20, true, $"d{i}", Now - (4_000 * Day)), new(900, false, $"d{i}", Now)],
        ["an incident that does not end"] = i => Enumerable.Range(1, 25).Select(n => new WaitRow((26 - n) * 1_000, false, $"d{i}", Now)),
        ["two workers in one incident"] = i =>
        [
            new(310, true, "shared", Now + i), new(700, false, "shared", Now - i), new(290, false, "shared"), new(295, true, "shared"),
        ],
        ["hints in the past"] = i => [new(300, true, $"d{i}", Now, -3_600), new(200, false, $"d{i}", Now, 0.5)],
        ["hints of the Unix time"] = i => [new(300, true, $"d{i}", Now, Now)],
        ["rows without anything"] = _ => [default],
    };

    private static readonly TimeSpan?[] Hints =
    [
        null, TimeSpan.FromHours(-1), TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(7),
        TimeSpan.MaxValue, TimeSpan.MinValue,
    ];

    private static readonly Gen<WaitRequest> Request = Gen.Select(
        OneOf(0.5, 300, 40 * Day),
        OneOf(0.0, 0.3, 250, 5_000, 30 * Day),
        OneOf(Hints),
        OneOf<double?>(null, 0, Now, Now + (400 * Day)),
        OneOf<double?>(null, 0, Now),
        (delay, waited, hint, began, now) => new WaitRequest(TimeSpan.FromSeconds(delay))
        {
            Waited = TimeSpan.FromSeconds(waited),
            FailedTries = waited > 0 ? 1 : 0,
            Hint = hint,
            Began = Instant(began),
            Now = Instant(now),
        });

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_estimate_is_a_finite_wait_that_is_longer_than_before(string kind) => Gen.Select(HistoryOf(kind), Request).Sample(
        (history, request) =>
        {
            WaitEstimate estimate = Estimator.Estimate(history, request);

            Assert.InRange(estimate.Confidence, 0, 1);
            Assert.InRange(estimate.HintTrust, 0, 1);
            Assert.Equal(estimate, Estimator.Estimate(history, request));
            if (!estimate.GivesUp)
            {
                Assert.InRange(estimate.Total, request.Waited + TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
                Assert.InRange(estimate.DoneByThen, -1e-9, 1);
            }
        },
        iter: Samples,
        seed: "0000Waits005");

    [Theory]
    [MemberData(nameof(Names))]
    public void One_damaged_incident_in_fifty_does_not_move_a_wait(string kind)
    {
        List<WaitRow> rows = [.. Good(50)];
        var request = new WaitRequest(TimeSpan.FromMinutes(5)) { Began = IncidentNotation.Monday.AddDays(7) };
        double clean = Estimator.Estimate(new WaitHistory([.. rows]), request).Total.TotalSeconds;

        rows.InsertRange(20, Kinds[kind](0));

        double damaged = Estimator.Estimate(new WaitHistory(rows), request).Total.TotalSeconds;
        Assert.InRange(damaged / clean, 0.9, 1.1); // A cell of the curve is 9 % long.
    }

    private static Gen<WaitHistory> HistoryOf(string kind) => Gen.Select(
        Gen.Int[0, 60],
        Gen.Int[0, 12],
        Gen.Int[0, 10_000],
        (good, damaged, seed) =>
        {
            var random = new Random(seed);
            List<WaitRow> rows = [.. Good(good)];
            for (int i = 0; i < damaged; i++)
                rows.InsertRange(random.Next(rows.Count + 1), Kinds[kind](i));
            return new WaitHistory(rows);
        });

    /// <summary>Returns the attempts of incidents that recovered between 270 and 300 seconds after the first error.</summary>
    private static IEnumerable<WaitRow> Good(int count) => Enumerable.Range(0, count).SelectMany(i => new WaitRow[]
    {
        new(300 + (i % 7), true, $"good {i}", Now - (5_000 * (i + 1))),
        new(270 - (i % 7), false, $"good {i}", Now - (5_000 * (i + 1))),
    });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static DateTimeOffset? Instant(double? seconds) =>
        seconds is { } known ? DateTimeOffset.UnixEpoch.AddSeconds(known) : null;
}
