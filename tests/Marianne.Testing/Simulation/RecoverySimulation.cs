using System.Globalization;
using Marianne.Learning;
using WaitRequest = Marianne.Waits.WaitRequest;

namespace Marianne.Testing.Simulation;

/// <summary>
/// Simulates workers that call a service. When it fails, a worker waits as long as a policy says, tries again, and records the attempt,
/// until the service has recovered.
/// </summary>
public sealed class RecoverySimulation
{
    private static readonly double Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly SimulationSettings _settings;
    private readonly IWaitPolicy _policy;
    private readonly SimulatedClock _clock;
    private readonly Random _gaps;
    private readonly Random _hints;
    private readonly RecoveryTimes _recoveries;
    private readonly SimulatedIncident[] _incidents;

    // What each worker does next, by time: the next attempt of its incident or, if it has none, a call that fails.
    private readonly PriorityQueue<(OpenIncident? Incident, TimeSpan Total), double> _agenda = new();
    private int _begun;

    private RecoverySimulation(SimulationSettings settings, IWaitPolicy policy, SimulatedClock clock)
    {
        _settings = settings;
        _policy = policy;
        _clock = clock;
        _gaps = RandomSamples.Create($"gaps of {settings.Law}", settings.Seed);
        _hints = RandomSamples.Create($"hints of {settings.Law}", settings.Seed);
        _recoveries = settings.Law.Draw(settings.Incidents, RandomSamples.Create($"recoveries of {settings.Law}", settings.Seed));
        _incidents = new SimulatedIncident[settings.Incidents];
    }

    /// <summary>Simulates all incidents, and returns them in the order in which they began.</summary>
    /// <param name="settings">The world.</param>
    /// <param name="policy">The policy of the workers.</param>
    /// <param name="clock">The clock of the policy and of its store. The simulation sets it.</param>
    public static async Task<IReadOnlyList<SimulatedIncident>> RunAsync(
        SimulationSettings settings, IWaitPolicy policy, SimulatedClock clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(clock);

        var simulation = new RecoverySimulation(settings, policy, clock);
        await simulation.RunAsync().ConfigureAwait(false);
        return simulation._incidents;
    }

    private async Task RunAsync()
    {
        _clock.Now = Start;
        for (int worker = 0; worker < _settings.Workers; worker++)
            Rest();

        while (_agenda.TryDequeue(out (OpenIncident? Incident, TimeSpan Total) step, out double now))
        {
            _clock.Now = now;
            if (step.Incident is { } incident)
                await TryAsync(incident, step.Total).ConfigureAwait(false);
            else if (_begun < _settings.Incidents)
                await WaitAsync(Begin()).ConfigureAwait(false);
        }
    }

    private OpenIncident Begin()
    {
        int number = _begun++;
        double recovery = Math.Max(1, SimulatedClock.Round(_recoveries(number, _clock.Now)));
        double? hint = _settings.Hint?.Invoke(recovery, _hints);
        return new OpenIncident(number, recovery, new WaitRequest(_settings.StaticDelay)
        {
            Incident = string.Create(CultureInfo.InvariantCulture, $"incident {number}"),
            Began = _clock.GetUtcNow(),
            Hint = hint is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Penalty = _settings.Penalty,
            GiveUpAfter = _settings.GiveUpAfter,
        });
    }

    private async Task TryAsync(OpenIncident incident, TimeSpan total)
    {
        LearnedRecovery attempt = incident.Try(total);
        await _policy.RecordAsync(attempt).ConfigureAwait(false);
        if (attempt.Recovered)
            End(incident, gaveUp: false);
        else
            await WaitAsync(incident).ConfigureAwait(false);
    }

    private async Task WaitAsync(OpenIncident incident)
    {
        WaitRequest request = incident.Request with { Now = _clock.GetUtcNow() };
        if (await _policy.NextAsync(request).ConfigureAwait(false) is { } total)
            _agenda.Enqueue((incident, total), _clock.Now + (total - request.Waited).TotalSeconds);
        else
            End(incident, gaveUp: true);
    }

    private void End(OpenIncident incident, bool gaveUp)
    {
        _incidents[incident.Number] = incident.End(gaveUp);
        Rest();
    }

    /// <summary>Lets a worker call the service until it fails again.</summary>
    private void Rest() => _agenda.Enqueue(
        (null, TimeSpan.Zero), SimulatedClock.Round(_clock.Now + _gaps.NextExponential(_settings.MeanGap.TotalSeconds)));
}
