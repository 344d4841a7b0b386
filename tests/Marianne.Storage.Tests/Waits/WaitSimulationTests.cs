using Marianne.Learning;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Marianne.Testing.Simulation;
using Xunit;

namespace Marianne.Storage.Tests.Waits;

/// <summary>
/// A short form of the simulation of waits in tests/Benchmarks. The incidents are the same in each run, and the limits are wider than
/// what was measured, so a test fails only if the waits become worse.
/// </summary>
public class WaitSimulationTests
{
    private const int Incidents = 60;

    [Theory]
    [InlineData("fixed 60", 3600, 1.4)]
    [InlineData("fixed 300", 60, 1.15)]
    [InlineData("fixed 3600", 300, 1.1)]
    [InlineData("each hour", 300, 1.2)]
    [InlineData("lognormal 200", 300, 1.2)]
    [InlineData("bimodal 30/3600", 300, 1.2)]
    [InlineData("uniform 60-900", 3600, 1.25)]
    public async Task The_recovery_curve_costs_little_more_than_knowing_the_law(string law, int staticDelay, double maximum)
    {
        SimulationResult result = await SimulateAsync(SettingsOf(law, staticDelay), store => new RecoveryCurvePolicy(store));

        double ratio = result.ToFair(Incidents, LawOracle.Of(result.Law, result.Penalty));
        Assert.True(ratio <= maximum, $"The waits cost {ratio:F3} times as much as those of the oracle.");
        Assert.InRange(result.FailedTries(0, Incidents) * Incidents, 0, (LawOracle.Budget * Incidents) + 30);
        Assert.DoesNotContain(result.Runs[0], incident => incident.GaveUp);
    }

    [Theory]
    [InlineData("fixed 60", 3600)]
    [InlineData("each hour", 300)]
    [InlineData("bimodal 30/3600", 300)]
    public async Task The_recovery_curve_costs_less_than_the_other_policies(string law, int staticDelay)
    {
        SimulationSettings settings = SettingsOf(law, staticDelay);
        SimulationResult curve = await SimulateAsync(settings, store => new RecoveryCurvePolicy(store));
        SimulationResult[] others =
        [
            await SimulateAsync(settings, store => new CompatiblePolicy(store)),
            await SimulateAsync(settings, _ => new StaticPolicy()),
            await SimulateAsync(settings, _ => new BackoffPolicy(RandomSamples.Create("jitter", 1))),
            await SimulateAsync(settings, _ => new DoublingPolicy()),
        ];

        Assert.All(others, other => Assert.True(curve.Cost(Incidents) < other.Cost(Incidents)));
    }

    [Theory]
    [InlineData("lognormal 200")]
    [InlineData("each hour")]
    public async Task Workers_that_share_their_attempts_learn_from_each_other(string law)
    {
        SimulationSettings settings = SettingsOf(law, 3600) with { Workers = 4, MeanGap = TimeSpan.FromMinutes(10) };

        SimulationResult result = await SimulateAsync(settings, store => new RecoveryCurvePolicy(store));

        Assert.InRange(result.ToFair(Incidents, LawOracle.Of(result.Law, result.Penalty)), 0, 1.25);
        Assert.DoesNotContain(result.Runs[0], incident => incident.GaveUp);
    }

    [Theory]
    [InlineData("fixed 300")]
    [InlineData("lognormal 200")]
    [InlineData("each hour")]
    public async Task Some_rubbish_among_the_attempts_changes_little(string law)
    {
        SimulationSettings settings = SettingsOf(law, 300);
        SimulationResult clean = await SimulateAsync(settings, store => new RecoveryCurvePolicy(store));

        SimulationResult result = await SimulateAsync(settings, store =>
            new RubbishPolicy(new RecoveryCurvePolicy(store), 0.05, RandomSamples.Create("rubbish", 1)));

        Assert.NotEqual(clean.Cost(Incidents), result.Cost(Incidents)); // Otherwise, the rubbish was not used.
        Assert.InRange(result.Cost(Incidents) / clean.Cost(Incidents), 0, 1.15);
        Assert.DoesNotContain(result.Runs[0], incident => incident.GaveUp);
    }

    [Fact]
    public async Task A_service_that_never_recovers_is_given_up()
    {
        SimulationSettings settings = SettingsOf("fixed 60", 300) with { Law = new EndlessLaw(1), GiveUpAfter = TimeSpan.FromHours(4) };

        SimulationResult result = await SimulateAsync(settings, store => new RecoveryCurvePolicy(store));

        Assert.All(result.Runs[0], incident => Assert.True(incident.GaveUp));
        Assert.True(result.Runs[0].Average(incident => incident.Waited) < TimeSpan.FromHours(1).TotalSeconds);
    }

    [Fact]
    public async Task Waits_are_the_same_with_a_file_as_with_a_store_in_memory()
    {
        SimulationSettings settings = SettingsOf("lognormal 200", 300);
        SimulationResult memory = await SimulateAsync(settings, store => new RecoveryCurvePolicy(store));

        using var folder = new TemporaryFolder();
        var clock = new SimulatedClock();
        await using var file = new SqliteLearningStore(folder["learning.db"], clock);
        await file.OpenAsync(mustExist: false, TestContext.Current.CancellationToken);

        Assert.Equal(memory.Runs[0], await RecoverySimulation.RunAsync(settings, new RecoveryCurvePolicy(file), clock));
    }

    private static SimulationSettings SettingsOf(string law, int staticDelay) =>
        new(RecoveryLaws.Find(law), TimeSpan.FromSeconds(staticDelay)) { Incidents = Incidents };

    private static async Task<SimulationResult> SimulateAsync(SimulationSettings settings, Func<IRecoveryStore, IWaitPolicy> policy)
    {
        var clock = new SimulatedClock();
        await using var store = new MemoryLearningStore(clock);
        return new SimulationResult(
            settings.Law, settings.Penalty, [await RecoverySimulation.RunAsync(settings, policy(store), clock)])
        {
            GiveUpAfter = settings.GiveUpAfter,
        };
    }
}
