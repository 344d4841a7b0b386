using CsCheck;
using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Waits;

/// <summary>What holds of an estimate for any rows and any request.</summary>
public class RecoveryCurvePropertyTests
{
    private static readonly RecoveryCurveEstimator Estimator = new();

    private static readonly double[] OddNumbers =
    [
        0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 31_536_000, 31_536_001, 0.5,
    ];

    private static readonly Gen<double?> Seconds = Gen.Frequency(
        (8, Gen.Double[0, 5].Select(power => (double?)Math.Pow(10, power))),
        (1, Gen.Int[0, OddNumbers.Length - 1].Select(i => (double?)OddNumbers[i])),
        (1, Gen.Const((double?)null)));

    private static readonly Gen<double?> Beginnings = Gen.Frequency(
        (8, Gen.Double[1.7e9, 1.8e9].Select(time => (double?)time)),
        (1, Gen.Int[0, OddNumbers.Length - 1].Select(i => (double?)OddNumbers[i])),
        (1, Gen.Const((double?)null)));

    private static readonly Gen<WaitRow> Row = Gen.Select(
        Seconds,
        Gen.Int[0, 9].Select(digit => digit == 9 ? null : (bool?)(digit > 4)),
        Gen.Int[0, 40].Select(number => number < 8 ? null : $"i{number}"),
        Beginnings,
        Seconds,
        (waited, recovered, incident, began, hint) => new WaitRow(waited, recovered, incident, began, hint));

    private static readonly Gen<WaitHistory> History = Row.List[0, 230].Select(rows => new WaitHistory(rows));

    private static readonly Gen<WaitRequest> Request = Gen.Select(
        Gen.Double[-2, 8],
        Optional(Gen.Double[0, 6.5]),
        Gen.Int[0, 5],
        Optional(Gen.Double[-1, 9]),
        Optional(Gen.Double[1.7e9, 1.8e9]),
        (delay, waited, failed, hint, began) => new WaitRequest(TimeSpan.FromSeconds(Math.Pow(10, delay)))
        {
            Waited = waited is { } power ? TimeSpan.FromSeconds(Math.Pow(10, power)) : TimeSpan.Zero,
            FailedTries = failed,
            Hint = hint is { } named ? TimeSpan.FromSeconds(Math.Pow(10, named)) : null,
            Began = began is { } time ? DateTimeOffset.UnixEpoch.AddSeconds(time) : null,
            Incident = "i9",
        });

    [Fact]
    public void A_wait_is_longer_than_before_and_at_most_a_year() => Gen.Select(History, Request).Sample(
        (history, request) =>
        {
            WaitEstimate estimate = Estimator.Estimate(history, request);

            Assert.InRange(estimate.Confidence, 0, 1);
            Assert.InRange(estimate.HintTrust, 0, 1);
            Assert.True(estimate.FailedTryCost >= request.Penalty);
            if (estimate.GivesUp)
                return;

            Assert.InRange(estimate.Total, request.Waited + TimeSpan.FromSeconds(0.999), TimeSpan.FromDays(365));
            Assert.InRange(estimate.DoneByThen, -1e-9, 1);
        },
        iter: 500,
        seed: "0000Waits001");

    [Fact]
    public void The_same_rows_give_the_same_estimate() => Gen.Select(History, Request).Sample(
        (history, request) => Assert.Equal(Estimator.Estimate(history, request), Estimator.Estimate(history, request)),
        iter: 200,
        seed: "0000Waits002");

    [Fact]
    public void Rows_beyond_the_maximum_change_nothing() => Gen.Select(Row.List[230], Request).Sample(
        (rows, request) => Assert.Equal(
            Estimator.Estimate(new WaitHistory([.. rows.Take(WaitHistory.MaximumRows)]), request),
            Estimator.Estimate(new WaitHistory(rows), request)),
        iter: 100,
        seed: "0000Waits003");

    [Fact]
    public void Rows_of_the_own_incident_change_nothing() => Gen.Select(Row.List[0, 100], Request).Sample(
        (rows, request) => Assert.Equal(
            Estimator.Estimate(new WaitHistory([.. rows.Where(row => row.Incident != request.Incident)]), request),
            Estimator.Estimate(new WaitHistory(rows), request)),
        iter: 100,
        seed: "0000Waits004");

    private static Gen<double?> Optional(Gen<double> generator) =>
        Gen.Select(generator, Gen.Bool, (value, isNull) => isNull ? (double?)null : value);
}
