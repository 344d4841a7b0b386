using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of processes that share a circuit breaker.</summary>
[Trait("Category", "Process")]
public sealed class CircuitProcessTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(300);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string LearningPath => _folder["learning.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_fifth_failure_of_one_stops_the_next_attempt_of_the_other()
    {
        using var one = new CircuitProcess(LearningPath);
        using var other = new CircuitProcess(LearningPath);
        for (int failure = 1; failure <= 4; failure++)
        {
            Assert.Equal("pass", await one.Do("enter", Cancellation));
            Assert.Equal("Closed", await one.Do("fail", Cancellation));
        }

        Assert.Equal("pass", await other.Do("enter", Cancellation));
        Assert.Equal("Closed", await other.Do("give back", Cancellation));
        Assert.Equal("pass", await one.Do("enter", Cancellation));
        Assert.Equal("Open", await one.Do("fail", Cancellation));

        Assert.Equal("wait 5 min", await other.Do("enter", Cancellation));
        Assert.Equal("wait 5 min", await one.Do("enter", Cancellation));
    }

    [Fact]
    public async Task An_open_circuit_breaker_outlives_the_process_that_opened_it()
    {
        using (var one = new CircuitProcess(LearningPath))
        {
            await Open(one);
            one.Kill();
        }

        using var other = new CircuitProcess(LearningPath);
        Assert.Equal("wait 5 min", await other.Do("enter", Cancellation));
    }

    [Fact]
    public async Task After_the_timeout_exactly_one_process_probes_and_its_result_is_shared()
    {
        using (var one = new CircuitProcess(LearningPath))
            await Open(one);

        CircuitProcess[] processes = [.. Enumerable.Range(0, 6).Select(_ => new CircuitProcess(LearningPath, Timeout))];
        try
        {
            string[] answers = await Enter(processes);
            Assert.Single(answers, "pass");
            Assert.Equal(5, answers.Count(answer => answer == "wait 30 min"));

            CircuitProcess probe = processes[Array.IndexOf(answers, "pass")];
            Assert.Equal("Open", await probe.Do("fail", Cancellation));
            Assert.All(await Enter(processes), answer => Assert.Equal("wait 5 min", answer));
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    [Fact]
    public async Task The_probe_of_a_killed_process_is_replaced_when_its_time_is_over()
    {
        using (var one = new CircuitProcess(LearningPath))
            await Open(one);
        using (var dead = new CircuitProcess(LearningPath, Timeout))
        {
            Assert.Equal("pass", await dead.Do("enter", Cancellation));
            dead.Kill();
        }

        using (var early = new CircuitProcess(LearningPath, Timeout))
            Assert.Equal("wait 30 min", await early.Do("enter", Cancellation));

        using var next = new CircuitProcess(LearningPath, Timeout + TimeSpan.FromMinutes(30));
        Assert.Equal("pass", await next.Do("enter", Cancellation));
        Assert.Equal("Closed", await next.Do("succeed", Cancellation));
    }

    private static async Task Open(CircuitProcess process)
    {
        for (int failure = 1; failure <= 5; failure++)
        {
            Assert.Equal("pass", await process.Do("enter", Cancellation));
            Assert.Equal(failure < 5 ? "Closed" : "Open", await process.Do("fail", Cancellation));
        }
    }

    private static Task<string[]> Enter(CircuitProcess[] processes) =>
        Task.WhenAll(processes.Select(process => process.Do("enter", Cancellation)));
}
