using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Tests of outcomes that are recorded while the run continues.</summary>
public sealed class OutcomeQueueTests : RunnerTestBase
{
    private const int MostWaiting = 64;

    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _released = new();
    private readonly List<int[]> _recorded = [];

    [Fact]
    public async Task Outcomes_that_come_while_the_store_writes_are_recorded_together_in_their_order()
    {
        var queue = new OutcomeQueue();
        await queue.AddAsync(OutcomeOf(1), RecordAsync);
        await _begun.Task;
        for (int number = 2; number <= 4; number++)
            await queue.AddAsync(OutcomeOf(number), RecordAsync);
        Task flushing = queue.FlushAsync();

        Assert.False(flushing.IsCompleted);
        _released.SetResult();
        await flushing;

        Assert.Equal([[1], [2, 3, 4]], _recorded);
    }

    [Fact]
    public async Task A_sheet_waits_if_many_outcomes_wait()
    {
        var queue = new OutcomeQueue();
        await queue.AddAsync(OutcomeOf(0), RecordAsync);
        await _begun.Task;
        for (int number = 1; number < MostWaiting; number++)
            await queue.AddAsync(OutcomeOf(number), RecordAsync);

        Task adding = queue.AddAsync(OutcomeOf(MostWaiting), RecordAsync).AsTask();

        Assert.False(adding.IsCompleted);
        _released.SetResult();
        await adding;
        Assert.Equal([1, MostWaiting], _recorded.Select(numbers => numbers.Length));
    }

    [Fact]
    public async Task An_unexpected_error_is_thrown_when_the_outcomes_are_waited_for()
    {
        var queue = new OutcomeQueue();
        await queue.AddAsync(OutcomeOf(1), _ => throw new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(queue.FlushAsync);
        _released.SetResult();
        await queue.AddAsync(OutcomeOf(2), RecordAsync);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(queue.FlushAsync);

        Assert.Equal("broken", error.Message);
        Assert.Equal([[2]], _recorded); // A later outcome is recorded nevertheless.
    }

    [Fact]
    public async Task The_next_sheets_run_while_the_store_writes_and_the_job_ends_after_it()
    {
        ILearningStore store = Learning;
        Learning = HookedLearning.Of(store, RecordAsync);
        FakeExecutor.Return(3, _ =>
        {
            _released.SetResult(); // The outcome of sheet 1 is not recorded yet.
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(ScoreOf(3)).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2, 3], (await OutcomesAsync(store)).Order());
    }

    [Fact]
    public async Task A_record_that_the_store_refuses_does_not_take_others_with_it()
    {
        ILearningStore store = Learning;
        Learning = HookedLearning.Of(store, async reports =>
        {
            await RecordAsync(reports);
            if (reports.Any(report => report.SheetId.EndsWith("sheet3", StringComparison.Ordinal)))
                throw new MarianneException(MarianneError.InvalidRecord, "Sheet 3 is bad.", null);
        });
        FakeExecutor.Return(4, async _ =>
        {
            await _begun.Task;
            _released.SetResult();
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(4));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2, 4], (await OutcomesAsync(store)).Order());
        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.Equal(
            ("The learning store does not accept a record of sheet 3: Sheet 3 is bad.", 3), (warning.Message, warning.SheetNumber));
    }

    /// <summary>Records outcomes. The first call waits until it is released.</summary>
    private async ValueTask RecordAsync(IReadOnlyList<SheetOutcome> outcomes)
    {
        _recorded.Add([.. outcomes.Select(outcome => outcome.Number)]);
        _begun.TrySetResult();
        await _released.Task;
    }

    private async Task RecordAsync(IReadOnlyList<OutcomeReport> reports)
    {
        _begun.TrySetResult();
        await _released.Task;
    }

    private static SheetOutcome OutcomeOf(int number)
    {
        var report = new OutcomeReport { SheetId = $"job-sheet{number}", JobId = "job", WorkspacePath = "/" };
        return new SheetOutcome(number, Redacted<OutcomeReport>.Of(report, SecretRedactor.None));
    }

    private static async Task<List<int>> OutcomesAsync(ILearningStore store) =>
        await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).Select(outcome => outcome.SheetNumber).ToListAsync(Cancellation);
}
