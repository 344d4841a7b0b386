using Marianne.Jobs;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A stop interrupts what runs, and what it interrupts does not hit the one who asked for it.</summary>
public sealed class RunCancellationTests : RunnerTestBase
{
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task What_fails_when_it_is_interrupted_is_a_warning()
    {
        await using var stop = new RunCancellation(_warnings.Add, CancellationToken.None);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        stop.Token.Register(() => throw new InvalidOperationException("It is stuck."));
        linked.Token.Register(() => throw new InvalidOperationException("It hangs."));

        await stop.RequestAsync(StopReason.Cost, "Too much.");

        string warning = Assert.Single(_warnings);
        Assert.StartsWith("Work could not be ended cleanly: ", warning, StringComparison.Ordinal);
        Assert.Contains("It is stuck.", warning, StringComparison.Ordinal);
        Assert.Contains("It hangs.", warning, StringComparison.Ordinal);
        Assert.True(linked.IsCancellationRequested);
        Assert.Equal((StopReason.Cost, "Too much."), (stop.Reason, stop.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_takes_long_to_be_interrupted_does_not_block_the_one_who_asked(bool isAfterAttempts)
    {
        await using var stop = new RunCancellation(Assert.Fail, CancellationToken.None);
        using var released = new ManualResetEventSlim();
        stop.StartToken.Register(() => released.Wait(Cancellation));

        Task stopping = isAfterAttempts
            ? stop.EndAfterAttemptsAsync(StopReason.Blocked, "Blocked.")
            : stop.RequestAsync(StopReason.Pause);

        Assert.True(stop.IsEnding);
        Assert.False(stopping.IsCompleted);
        released.Set();
        await stopping;
    }

    [Fact]
    public async Task A_request_after_the_run_has_no_effect()
    {
        var stop = new RunCancellation(Assert.Fail, CancellationToken.None);
        await stop.DisposeAsync();

        await stop.RequestAsync(StopReason.Lost);
        await stop.EndAfterAttemptsAsync(StopReason.Blocked, "Blocked.");

        Assert.Null(stop.Reason);
    }

    [Fact]
    public async Task A_job_is_paused_although_its_sheet_fails_when_it_is_interrupted()
    {
        var started = new TaskCompletionSource();
        FakeExecutor.Return(1, async call =>
        {
            using CancellationTokenRegistration stuck = call.Stop.Register(() => throw new InvalidOperationException("It is stuck."));
            started.SetResult();
            await Task.Delay(Timeout.Infinite, call.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return FakeExecutor.Stopped;
        });
        Task<Job> run = RunAsync(ScoreOf(1));
        await started.Task;
        await Jobs.UpdateAsync((await LoadAsync()).Id, new JobUpdate.Pause(), Cancellation);

        Task monitored = Time.PollAsync(Cancellation);
        Job job = await run;
        await monitored;

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Contains(EventsOf(JobEventKind.Warning), warning => warning.Message.Contains("It is stuck.", StringComparison.Ordinal));
    }
}
