using Marianne.Storage.Memory;
using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>One simulation: a policy in a world, with one seed.</summary>
/// <param name="policy">The policy.</param>
/// <param name="settings">The world.</param>
/// <param name="isFile">Indicates whether the attempts are stored in an SQLite file, and not in memory.</param>
internal sealed class WaitRun(ComparedPolicy policy, SimulationSettings settings, bool isFile = false)
{
    /// <summary>The incidents, in the order in which they began. It is empty before the simulation.</summary>
    public IReadOnlyList<SimulatedIncident> Incidents { get; private set; } = [];

    /// <summary>Runs the simulation.</summary>
    public async Task RunAsync()
    {
        var clock = new SimulatedClock();
        if (isFile)
        {
            await using var file = new TemporaryLearningStore(clock);
            await file.Store.OpenAsync(mustExist: false, default).ConfigureAwait(false);
            Incidents = await SimulateAsync(policy.Create(file.Store, settings.Seed), clock).ConfigureAwait(false);
        }
        else
        {
            await using var store = new MemoryLearningStore(clock);
            Incidents = await SimulateAsync(policy.Create(store, settings.Seed), clock).ConfigureAwait(false);
        }
    }

    private Task<IReadOnlyList<SimulatedIncident>> SimulateAsync(IWaitPolicy waits, SimulatedClock clock) =>
        RecoverySimulation.RunAsync(settings, waits, clock);
}
