using System.Globalization;

namespace Marianne.Torture;

/// <summary>The result of all rounds of a scenario.</summary>
/// <param name="scenario">The scenario.</param>
internal sealed class ScenarioResult(Scenario scenario)
{
    private readonly List<string> _violations = [];

    /// <summary>The scenario.</summary>
    public Scenario Scenario => scenario;

    /// <summary>Indicates whether another round can be run.</summary>
    public bool CanGoOn => scenario.SkipReason is null && _violations.Count == 0 && Rounds < scenario.MostRounds;

    /// <summary>The number of rounds.</summary>
    public int Rounds { get; private set; }

    /// <summary>The number of kills.</summary>
    public int Kills { get; private set; }

    /// <summary>The number of troubles.</summary>
    public int Troubles { get; private set; }

    /// <summary>The number of acknowledged changes.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The time of all rounds.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The status in the format CTRF.</summary>
    public string Status => scenario.SkipReason is not null ? "skipped" : _violations.Count == 0 ? "passed" : "failed";

    /// <summary>Adds a round.</summary>
    public void Add(Round round, TimeSpan duration)
    {
        Rounds++;
        Kills += round.Kills;
        Troubles += round.Troubles;
        Acknowledged += round.Acknowledged;
        Duration += duration;
        _violations.AddRange(round.Violations);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string result = scenario.SkipReason is { } reason
            ? $"skipped: {reason}"
            : $"{Rounds} rounds, {Kills} kills, {Troubles} troubles, {Acknowledged} acknowledged changes, {Duration.TotalSeconds:0} s";
        return string.Create(CultureInfo.InvariantCulture, $"{Status,-8} {scenario.Name,-30} {result}");
    }
}
