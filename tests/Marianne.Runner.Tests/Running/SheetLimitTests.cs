using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Sheets obey limits across jobs.</summary>
public sealed class SheetLimitTests : RunnerTestBase
{
    private static readonly SlotHolder Other = new()
    {
        Token = "other",
        JobId = "other-job",
        Number = 1,
        Process = new RunnerProcess(7, "there"),
    };

    [Fact]
    public async Task A_sheet_waits_until_another_job_returns_the_slot_of_its_instrument()
    {
        await LimitAsync("ask", concurrent: 1);
        await TakeOtherAsync("ask");
        ReleaseOtherWhenWaiting();

        Job job = await RunAsync(PromptScore());

        Assert.Equal(JobStatus.Completed, job.Status);
        JobEvent waiting = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Equal("The limit 'ask' lets 1 sheet run at once in all jobs. The sheet waits for its turn.", waiting.Message);
        Assert.Null(waiting.Duration);
        SheetLimit limit = Assert.Single(await LimitsAsync());
        Assert.Equal((0, 0, 2L), (limit.InUse, limit.Waiting, limit.StartedLastHour));
    }

    [Fact]
    public async Task A_waiting_sheet_shows_what_it_waits_for()
    {
        await LimitAsync("gpu", concurrent: 1);
        await TakeOtherAsync("gpu");
        PollSoon();
        Sheet? seen = null;
        OnEvent = happened =>
        {
            if (happened.Kind != JobEventKind.SheetWaiting)
                return;
            seen = Task.Run(() => LoadAsync()).Result.Sheets[0];
            ReleaseOther();
        };

        await RunAsync(Limited(ScoreOf(1), "gpu"));

        Assert.NotNull(seen);
        Assert.Equal(SheetStatus.Waiting, seen.Status);
        Assert.Contains("The limit 'gpu'", seen.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(seen.Measures.NextAttemptAt);
    }

    [Fact]
    public async Task The_slot_is_held_during_the_attempt_and_its_token_is_in_the_environment()
    {
        await LimitAsync("gpu", concurrent: 3);
        string? variable = null;
        SlotHolder? holder = null;
        FakeExecutor.Return(1, async _ =>
        {
            variable = FakeExecutor.Seen.Single().Environment["MARIANNE_LIMIT_SLOT"];
            holder = Assert.Single(Assert.Single(await LimitsAsync()).Slots);
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(Limited(ScoreOf(1), "gpu") with { Priority = 5 });

        Assert.NotNull(holder);
        Assert.Equal((job.Id, 1, 5, Processes.Current, variable), (holder.JobId, holder.Number, holder.Priority, holder.Process, holder.Token));
        Assert.Empty(Assert.Single(await LimitsAsync()).Slots);
    }

    [Fact]
    public async Task Each_retry_takes_a_slot()
    {
        await LimitAsync("gpu", concurrent: 1, perHour: 100);
        FakeExecutor.Return(1, FakeExecutor.Failure("it broke"), FakeExecutor.Failure("it broke"), FakeExecutor.Success);
        RetryOptions retry = new() { MaxRetries = 2, Jitter = false, BaseDelaySeconds = 7 }; // Not the time between two renewals.
        Score score = Limited(ScoreOf(1), "gpu") with { Retry = retry };

        await RunAsync(score);

        Assert.Equal((0, 3L), Assert.Single((await LimitsAsync()).Select(limit => (limit.InUse, limit.StartedLastHour))));
    }

    [Fact]
    public async Task A_sheet_waits_until_an_attempt_may_begin_again()
    {
        await LimitAsync("gpu", perHour: 1);
        await TakeOtherAsync("gpu");
        ReleaseOther();
        Time.AutoAdvance(TimeSpan.FromSeconds(7.5)); // The time until the next poll.
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                Time.Advance(TimeSpan.FromHours(1));
        };

        Job job = await RunAsync(Limited(ScoreOf(1), "gpu"));

        Assert.Equal(JobStatus.Completed, job.Status);
        JobEvent waiting = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Equal(TimeSpan.FromHours(1), waiting.Duration);
        Assert.Contains("The limit 'gpu' lets 1 attempt begin in an hour in all jobs.", waiting.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sheet_runs_while_a_sheet_waits_for_a_slot()
    {
        await LimitAsync("gpu", concurrent: 1);
        await TakeOtherAsync("gpu");
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(2, _ =>
        {
            ReleaseOther();
            second.SetResult();
            return Task.FromResult(FakeExecutor.Success);
        });
        PollSoon();
        Time.AdvancesAfter = second.Task; // The wait of sheet 1 does not end before sheet 2 runs.
        Score score = ScoreOf(2) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 1 } };

        Job job = await RunAsync(score with { Sheets = [score.Sheets[0] with { Limit = "gpu" }, score.Sheets[1]] });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([2, 1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_that_is_paused_while_it_waits_leaves_the_queue()
    {
        await LimitAsync("gpu", concurrent: 1);
        await TakeOtherAsync("gpu");
        using var pause = new CancellationTokenSource();
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };

        Job job = await RunAsync(Limited(ScoreOf(1), "gpu"), pause);

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal((1, 0), Assert.Single((await LimitsAsync()).Select(limit => (limit.InUse, limit.Waiting))));
        ReleaseOther();
        Assert.Equal(JobStatus.Completed, (await RunAsync(new RunRequest { JobId = job.Id })).Status);
    }

    [Fact]
    public async Task The_slot_of_an_interrupted_attempt_is_returned()
    {
        await LimitAsync("gpu", concurrent: 1);
        using var pause = new CancellationTokenSource();
        FakeExecutor.Return(1, _ =>
        {
            pause.Cancel();
            throw new OperationCanceledException(pause.Token);
        });

        Job job = await RunAsync(Limited(ScoreOf(1), "gpu"), pause);

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal(0, Assert.Single(await LimitsAsync()).InUse);
    }

    [Fact]
    public async Task A_slot_is_renewed_while_the_attempt_runs()
    {
        await LimitAsync("gpu", concurrent: 1);
        SlotRefusal? refusal = null;
        FakeExecutor.Return(1, async _ =>
        {
            await Time.TimerAsync(Lease.RenewalInterval, Cancellation);
            for (int tens = 0; tens < 12; tens++)
            {
                Time.Advance(Lease.RenewalInterval);
                await Time.TimerAsync(Lease.RenewalInterval, Cancellation); // It has renewed, and waits again.
            }

            refusal = (await TakeOtherAsync("gpu")).Refusal;
            return FakeExecutor.Success;
        });
        await RunAsync(Limited(ScoreOf(1), "gpu"));

        Assert.NotNull(refusal);
    }

    [Fact]
    public async Task A_learning_store_that_fails_holds_no_sheet()
    {
        await LimitAsync("gpu", concurrent: 1);
        await Learning.DisposeAsync();

        Job job = await RunAsync(Limited(ScoreOf(1), "gpu"));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Contains(EventsOf(JobEventKind.Warning), warning =>
            warning.Message.Contains("cannot use the learning store", StringComparison.Ordinal));
    }

    private static Score Limited(Score score, string limit) =>
        score with { Sheets = [.. score.Sheets.Select(sheet => sheet with { Limit = limit })] };

    private async Task LimitAsync(string name, int? concurrent = null, int? perHour = null) => await Learning.UpdateLimitAsync(
        name, _ => new SheetLimit { Name = name, Concurrent = concurrent, PerHour = perHour }, Cancellation);

    private ValueTask<IReadOnlyList<SheetLimit>> LimitsAsync() => Learning.ListLimitsAsync(_ => ProcessState.Unknown, Cancellation);

    private ValueTask<SlotDecision> TakeOtherAsync(string limit) =>
        Learning.TakeSlotAsync(new SlotRequest(Other, [limit]), _ => ProcessState.Unknown, Cancellation);

    private void ReleaseOther() => Learning.ReturnSlotAsync(Other.Token, Cancellation).AsTask().GetAwaiter().GetResult();

    private void ReleaseOtherWhenWaiting()
    {
        PollSoon();
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                ReleaseOther();
        };
    }

    /// <summary>Lets the time until the next polls pass by itself.</summary>
    private void PollSoon()
    {
        var refusal = new SlotRefusal("", SlotRefusalReason.Concurrent, 1, 0);
        foreach (int polls in Enumerable.Range(0, 5))
            Time.AutoAdvance(SlotPolicy.NextPoll(refusal, polls, Chance));
    }
}
