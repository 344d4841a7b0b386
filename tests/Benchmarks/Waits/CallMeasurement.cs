using System.Diagnostics;
using Marianne.Testing.Simulation;
using Marianne.Waits;

namespace Marianne.Benchmarks.Waits;

/// <summary>Measures the time of one estimate, together with reading the attempts from an SQLite file.</summary>
internal static class CallMeasurement
{
    private const int Calls = 500;

    /// <summary>Returns the goal for the median time of a call.</summary>
    public static async Task<WaitGoal> RunAsync()
    {
        var clock = new SimulatedClock();
        await using var file = new TemporaryLearningStore(clock);
        await file.Store.OpenAsync(mustExist: false, default).ConfigureAwait(false);

        // More attempts than an estimate uses, of a law that all views are considered for.
        var policy = new RecoveryCurvePolicy(file.Store);
        var delay = TimeSpan.FromMinutes(5);
        await RecoverySimulation.RunAsync(new SimulationSettings(RecoveryLaws.Find("diurnal"), delay), policy, clock).ConfigureAwait(false);

        var request = new WaitRequest(delay) { Began = clock.GetUtcNow(), Now = clock.GetUtcNow() };
        double[] milliseconds = new double[Calls];
        for (int i = 0; i < Calls; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await policy.NextAsync(request).ConfigureAwait(false);
            milliseconds[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        double median = milliseconds.Order().ElementAt(Calls / 2);
        return new WaitGoal("one call with its read of 200 attempts from SQLite (ms, median)", median, 1);
    }
}
