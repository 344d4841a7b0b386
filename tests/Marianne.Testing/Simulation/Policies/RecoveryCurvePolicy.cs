using Marianne.Learning;
using Marianne.Waits;
using WaitRequest = Marianne.Waits.WaitRequest;

namespace Marianne.Testing.Simulation;

/// <summary>Waits as <see cref="RecoveryCurveEstimator"/> says, from the attempts in a learning store.</summary>
/// <param name="store">The store, on the clock of the simulation.</param>
public sealed class RecoveryCurvePolicy(IRecoveryStore store) : IWaitPolicy
{
    private readonly WaitEstimateService _waits = new(store, new RecoveryCurveEstimator());

    /// <inheritdoc/>
    public async ValueTask<TimeSpan?> NextAsync(WaitRequest request)
    {
        LearnedWaitTime wait = await _waits.EstimateAsync(new WaitScope(OpenIncident.ErrorCode), request, default).ConfigureAwait(false);
        return wait.GivesUp ? null : wait.Total;
    }

    /// <inheritdoc/>
    public async ValueTask RecordAsync(LearnedRecovery attempt) =>
        await store.RecordRecoveriesAsync([attempt], default).ConfigureAwait(false);
}
