using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Watching;
using Xunit;

namespace Marianne.Runner.Tests.Watching;

/// <summary>What is written where no person sees a console: a line for each change.</summary>
public sealed class WatchLinesTests : RunnerTestBase
{
    private readonly List<string> _lines = [];

    [Fact]
    public async Task Each_change_is_a_line_and_the_end_of_the_job_is_the_last_one()
    {
        Score score = ScoreOf(2) with { Sheets = [new ScoreSheet { Command = "1", Name = "build" }, new ScoreSheet { Command = "2" }] };
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), "one"), SaveMode.IfUnchanged, Cancellation);

        await WatchAsync(
            ["one"],
            () => ChangeAsync(1, new SheetUpdate.Start(null)),
            () => ChangeAsync(1, new SheetUpdate.Complete(new SheetResult { Duration = TimeSpan.FromSeconds(12) })),
            () => ChangeAsync(2, new SheetUpdate.Start(null)),
            () => ChangeAsync(2, new SheetUpdate.Fail(SheetResult.Empty, "It\nbroke.")),
            () => ChangeAsync(new JobUpdate.Fail("Sheet 2 failed.")));

        Assert.Equal(
            [
                "one  Pending: 0 of 2 sheets are done.",
                "one  sheet 1 'build' running",
                "one  Running: 0 of 2 sheets are done.",
                "one  sheet 1 'build' completed in 12.0 s",
                "one  sheet 2 running",
                "one  sheet 2 failed: It broke.",
                "one  Failed: 1 of 2 sheets are done. Sheet 2 failed.",
            ],
            _lines.Select(line => line[21..]));
        Assert.All(_lines, line => Assert.StartsWith("2026-12-01 07:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_gets_more_sheets_writes_only_what_changed()
    {
        Job job = JobDraft.Of(ScoreOf(2), Time.GetUtcNow(), "one");
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        await WatchAsync(
            ["one"],
            () => ChangeAsync(1, new SheetUpdate.Start(null)),
            async () =>
            {
                Job more = await LoadAsync("one");
                more.TotalSheets = 3;
                more.Sheets[2].Status = SheetStatus.InProgress;
                await Jobs.SaveAsync(more, SaveMode.IfUnchanged, Cancellation);
            },
            () => ChangeAsync(new JobUpdate.Cancel()));

        Assert.Equal(
            ["one  sheet 1 running", "one  Running: 0 of 2 sheets are done.", "one  sheet 3 running"],
            _lines.Skip(1).Take(3).Select(line => line[21..]));
    }

    [Fact]
    public async Task Without_ids_the_jobs_that_are_Running_or_Pending_are_watched()
    {
        foreach (string id in (string[])["done", "open"])
            await Jobs.SaveAsync(JobDraft.Of(ScoreOf(1), Time.GetUtcNow(), id), SaveMode.IfUnchanged, Cancellation);
        await Jobs.UpdateAsync("done", new JobUpdate.Cancel(), Cancellation);

        await WatchAsync(null, () => Jobs.DeleteAsync("open", default).AsTask());

        Assert.Equal(["open  Pending: 0 of 1 sheet is done.", "open  does not exist any more"], _lines.Select(line => line[21..]));
    }

    [Fact]
    public async Task What_no_live_worker_can_run_is_said()
    {
        Score score = ScoreOf(1) with { Sheets = [new ScoreSheet { Script = "1" }] };
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), "one"), SaveMode.IfUnchanged, Cancellation);
        await Jobs.QueueAsync("one", 0, Cancellation);

        await WatchAsync(["one"], () => ChangeAsync(new JobUpdate.Cancel()));

        Assert.Equal("one  Pending (no worker for script): 0 of 1 sheet is done.", _lines[0][21..]);
    }

    private async Task ChangeAsync(int number, SheetUpdate update) => await Jobs.UpdateSheetAsync("one", number, update, Cancellation);

    private async Task ChangeAsync(JobUpdate update) => await Jobs.UpdateAsync("one", update, Cancellation);

    /// <summary>Watches, and makes the next change whenever the watch waits.</summary>
    private async Task WatchAsync(IReadOnlyCollection<string>? ids, params Func<Task>[] changes)
    {
        var watch = new JobWatch(Jobs, Time) { Update = (_, _, _) => throw new InvalidOperationException("Nobody asked for it.") };
        await using IAsyncEnumerator<string> lines = watch.ReadLinesAsync(ids, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = new Queue<Func<Task>>(changes);
        while (true)
        {
            Task<bool> line = lines.MoveNextAsync().AsTask();
            if (!line.IsCompleted && next.TryDequeue(out Func<Task>? change))
                await change();
            while (!line.IsCompleted)
            {
                Time.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }

            if (!await line)
                return;
            _lines.Add(lines.Current);
        }
    }
}
