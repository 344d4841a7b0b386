using Marianne.Learning;
using Marianne.Waits;

namespace Marianne.Testing.Simulation;

/// <summary>Waits as <see cref="LearnedWaitFormula"/> says, from the attempts in a learning store.</summary>
/// <param name="store">The store, on the clock of the simulation.</param>
public sealed class CompatiblePolicy(IRecoveryStore store) : IWaitPolicy
{
    private readonly WaitTimeService _waits = new(store);

    /// <inheritdoc/>
    public async ValueTask<TimeSpan?> NextAsync(WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        var query = new LearnedWaitQuery(OpenIncident.ErrorCode) { StaticDelay = request.StaticDelay };
        LearnedWaitTime? wait = await _waits.FindAsync(query, default).ConfigureAwait(false);
        return request.Waited + TimeSpan.FromSeconds(wait!.Seconds); // It is never null, because there is a static delay.
    }

    /// <inheritdoc/>
    public async ValueTask RecordAsync(LearnedRecovery attempt) =>
        await store.RecordRecoveriesAsync([attempt], default).ConfigureAwait(false);
}
