using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Working;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>Tests of workers that share the items of a sheet.</summary>
public sealed class ItemWorkTests : WorkerLoopTestBase
{
    [Fact]
    public async Task Failures_of_items_that_another_worker_ran_are_allowed()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        FakeExecutor.Return(3, FakeExecutor.Failure());
        await QueueAsync(ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            Sheets =
            [
                new ScoreSheet
                {
                    Name = "review",
                    Command = "check {item}",
                    AllowFailure = true,
                    ForEach = new ForEachOptions { In = new object[] { "a", "b" } },
                },
            ],
        });
        using var stop = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent is { Kind: JobEventKind.SheetFailed, SheetNumber: 3 })
                stop.Cancel();
        };
        await WorkAsync(stop.Token);
        Job left = await LoadAsync("one");
        Assert.Equal([SheetStatus.Pending, SheetStatus.Failed, SheetStatus.Failed], left.Sheets.Select(sheet => sheet.Status));

        await WorkAsync();

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Completed, SheetStatus.Completed), (job.Status, job.Sheets[0].Status));
    }

    [Fact]
    public async Task A_sheet_that_the_score_gets_after_the_items_runs_in_workers()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        var review = new ScoreSheet { Name = "review", Command = "check {item}", ForEach = new ForEachOptions { In = new object[] { "a", "b" } } };
        Score score = ScoreOf(1) with { Sheets = [review, new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] }] };
        await QueueAsync(score);
        await WorkAsync();
        Assert.Equal([3, 4, 2], FakeExecutor.Numbers);
        FakeExecutor.Seen.Clear();

        score = score with { Sheets = [new ScoreSheet { Name = "new", Command = "y" }, .. score.Sheets] };
        await new JobStarter(Jobs, Learning, Time).StartAsync(await PlanAsync(score), Cancellation);
        await WorkAsync();

        Job job = await LoadAsync("one");
        Assert.Equal([5, 2], FakeExecutor.Numbers);
        Assert.Equal("y", FakeExecutor.Seen.First().Sheet.Command);
        Assert.Equal((JobStatus.Completed, 5), (job.Status, job.TotalSheets));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Workers_run_each_of_many_items_once_and_then_what_needs_them(string store)
    {
        const int Items = 260;
        await UseAsync(store);
        FakeExecutor.Return(9, FakeExecutor.Failure(), FakeExecutor.Success);
        var review = new ScoreSheet
        {
            Name = "review",
            Command = "check {item}",
            ForEach = new ForEachOptions { In = Enumerable.Range(1, Items).Select(number => (object)$"i{number}").ToArray(), Concurrency = 7 },
        };
        await QueueAsync(ScoreOf(1) with { Sheets = [review, new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] }] });

        await WorkAsync(new WorkerOptions { Parallel = 4 });

        Job failed = await LoadAsync("one");
        Assert.Equal((JobStatus.Failed, Items), (failed.Status, FakeExecutor.Numbers.Count()));
        Assert.Equal(Enumerable.Range(3, Items), FakeExecutor.Numbers.Order());
        FakeExecutor.Seen.Clear();
        await Jobs.UpdateAsync("one", new JobUpdate.Resume(), Cancellation);
        await Jobs.QueueAsync("one", 0, Cancellation);

        await WorkAsync(new WorkerOptions { Parallel = 4 });

        Assert.Equal(JobStatus.Completed, (await LoadAsync("one")).Status);
        Assert.Equal([9, 2], FakeExecutor.Numbers);
    }
}
