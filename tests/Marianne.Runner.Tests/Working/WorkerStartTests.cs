using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>How workers start while their store cannot be used.</summary>
public sealed class WorkerStartTests : WorkerLoopTestBase
{
    [Theory]
    [InlineData(MarianneError.StoreBusy)]
    [InlineData(MarianneError.StoreFailed)]
    public async Task A_worker_that_is_started_while_the_server_restarts_waits_for_it(MarianneError error)
    {
        int announced = 0;
        var restarting = new HookedStore(Jobs)
        {
            OnAnnounce = () => ++announced <= 5 ? throw new MarianneException(error, "The server restarts.") : Task.CompletedTask,
        };
        await QueueAsync(ScoreOf(1));

        await PassTimeAsync(WorkAsync(services: Services() with { Jobs = restarting }));

        Assert.Equal(JobStatus.Completed, (await LoadAsync("one")).Status);
        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.Equal("The server restarts. This worker tries again for a minute.", warning.Message);
    }

    [Theory]
    [InlineData(MarianneError.StoreFailed, 60)]
    [InlineData(MarianneError.StoreAccessDenied, 0)] // Time does not correct a password.
    public async Task A_worker_that_is_started_does_not_wait_forever(MarianneError error, int seconds)
    {
        DateTimeOffset began = Time.GetUtcNow();
        var lost = new HookedStore(Jobs) { OnAnnounce = () => throw new MarianneException(error, "There is no server.") };

        await ThrowsAsync(error, () => PassTimeAsync(WorkAsync(services: Services() with { Jobs = lost })));

        Assert.InRange((Time.GetUtcNow() - began).TotalSeconds, seconds, seconds + 10);
    }

    [Fact]
    public async Task A_worker_that_waits_for_its_store_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var lost = new HookedStore(Jobs)
        {
            OnAnnounce = () => throw new MarianneException(MarianneError.StoreFailed, "There is no server."),
        };
        OnEvent = _ => stop.Cancel();

        await WorkAsync(stop.Token, services: Services() with { Jobs = lost });

        Assert.Single(EventsOf(JobEventKind.Warning));
    }
}
