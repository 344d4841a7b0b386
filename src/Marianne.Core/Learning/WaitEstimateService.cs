using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>Estimates waits from the attempts in a store.</summary>
/// <param name="store">The store of the attempts.</param>
/// <param name="estimator">The estimator.</param>
public sealed class WaitEstimateService(IRecoveryStore store, IWaitEstimator estimator)
{
    /// <summary>Returns how long to wait before the next attempt.</summary>
    /// <param name="scope">The error, and the attempts that are used.</param>
    /// <param name="request">The current incident.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<LearnedWaitTime> EstimateAsync(
        WaitScope scope, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(request);

        WaitEstimate estimate = estimator.Estimate(await ReadAsync(scope, cancellationToken).ConfigureAwait(false), request);
        TimeSpan delay = estimate.GivesUp ? TimeSpan.Zero : estimate.Total - request.Waited;
        return new LearnedWaitTime
        {
            ErrorCode = scope.ErrorCode,
            Model = scope.Model,
            Seconds = delay.TotalSeconds,
            Total = estimate.Total,
            Confidence = estimate.Confidence,
            DoneByThen = estimate.DoneByThen,
            Basis = estimate.Basis.Name,
            Strategy = WaitStrategy.RecoveryCurve,
            SampleCount = estimate.SampleCount,
            GivesUp = estimate.GivesUp,
            Why = estimate.Why,
        };
    }

    /// <summary>Returns the share of incidents that have recovered by each time.</summary>
    /// <param name="scope">The error, and the attempts that are used.</param>
    /// <param name="request">The current incident.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<RecoveryCurvePoint>> GetCurveAsync(
        WaitScope scope, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);

        return RecoveryCurveEstimator.GetCurve(await ReadAsync(scope, cancellationToken).ConfigureAwait(false), request);
    }

    private ValueTask<WaitHistory> ReadAsync(WaitScope scope, CancellationToken cancellationToken) =>
        store.GetWaitHistoryAsync(scope.ErrorCode, scope.Model, scope.Service, cancellationToken);
}
