using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>Measures how soon a service that never recovers is given up, if giving up costs 4 hours.</summary>
internal static class EndlessMeasurement
{
    private const int Part = 50;

    /// <summary>Returns what was measured and the maximum of each.</summary>
    /// <param name="share">The share of the incidents from which the service never recovers.</param>
    /// <param name="seeds">The number of seeds.</param>
    public static async Task<IReadOnlyList<WaitGoal>> RunAsync(double share, int seeds)
    {
        var settings = new SimulationSettings(new EndlessLaw(share), TimeSpan.FromMinutes(5)) { GiveUpAfter = TimeSpan.FromHours(4) };
        SimulationResult result = await WaitMeasurement.SimulateAsync(settings, seeds).ConfigureAwait(false);

        SimulatedIncident[] endless = [.. result.Runs.SelectMany(run => run.Where(IsEndless))];
        SimulatedIncident[] others = [.. result.Runs.SelectMany(run => run.Where(incident => !IsEndless(incident)))];
        SimulatedIncident[] first = [.. result.Runs.SelectMany(run => run.Take(Part).Where(IsEndless))];
        SimulatedIncident[] last = [.. result.Runs.SelectMany(run => run.TakeLast(Part).Where(IsEndless))];
        double known = result.Runs.Average(run => run.Average(
            incident => Math.Min(incident.Recovery, settings.GiveUpAfter.TotalSeconds)));
        return
        [
            new(Name("share that is not given up"), 1 - ShareGivenUp(endless), 0),
            new(Name("share of the others that is given up"), ShareGivenUp(others), 0.01),
            new(Name($"minutes to giving up, first {Part}"), Minutes(first), 60),
            new(Name($"minutes to giving up, last {Part}"), Minutes(last), 40),
            new(Name($"failed tries, last {Part}"), last.Average(incident => incident.FailedTries), 5),
            new(Name("cost / giving up at once"), result.Cost(settings.Incidents) / known, 1.30),
        ];

        string Name(string measure) => $"{settings.Law}: {measure}";
    }

    private static bool IsEndless(SimulatedIncident incident) => double.IsInfinity(incident.Recovery);

    private static double ShareGivenUp(SimulatedIncident[] incidents) =>
        incidents.Select(incident => incident.GaveUp ? 1.0 : 0).DefaultIfEmpty().Average();

    private static double Minutes(SimulatedIncident[] incidents) => incidents.Average(incident => incident.Waited) / 60;
}
