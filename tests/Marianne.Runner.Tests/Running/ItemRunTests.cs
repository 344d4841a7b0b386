using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs of jobs whose first sheet runs once for each item of a pipeline.</summary>
public sealed class ItemRunTests : RunnerTestBase
{
    [Fact]
    public async Task Each_item_runs_once_and_what_uses_them_runs_last()
    {
        Job job = await RunAsync(Request(true, "a", "b", "c"));

        Assert.Equal((JobStatus.Completed, 4), (job.Status, job.TotalSheets));
        Assert.Equal([2, 3, 4, 1], FakeExecutor.Numbers.Order().Skip(1).Append(FakeExecutor.Numbers.Last()));
        Assert.Equal("a", FakeExecutor.Seen.First(attempt => attempt.Number == 2).Sheet.Name);
    }

    [Fact]
    public async Task The_same_line_again_runs_what_is_new_or_failed()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        Job first = await RunAsync(Request(false, "a", "b", "c"));
        Assert.Equal(JobStatus.Failed, first.Status);
        FakeExecutor.Seen.Clear();

        Job second = await RunAsync(Request(false, "d", "c", "b", "a"));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(JobStatus.Completed, second.Status);
        Assert.Equal([2, 4], FakeExecutor.Numbers.Order());
        Assert.Equal([1, 2, 1, 1], second.Sheets.Select(sheet => sheet.AttemptCount));
    }

    [Fact]
    public async Task A_completed_job_is_continued_and_nothing_runs_twice()
    {
        Job first = await RunAsync(Request(true, "a", "b"));
        FakeExecutor.Seen.Clear();

        Job same = await RunAsync(Request(true, "b", "a"));
        Assert.Empty(FakeExecutor.Seen);
        Assert.Equal((first.Id, JobStatus.Completed), (same.Id, same.Status));

        Job more = await RunAsync(Request(true, "a", "c"));
        Assert.Equal((first.Id, JobStatus.Completed), (more.Id, more.Status));
        Assert.Equal([4, 1], FakeExecutor.Numbers); // The new item, and what uses the items.
        Assert.Equal(SheetStatus.Completed, more.Sheets[2].Status); // The item that is gone keeps its result.
    }

    [Fact]
    public async Task Restart_creates_a_new_job()
    {
        Job first = await RunAsync(Request(false, "a"));

        Job second = await RunAsync(Request(false, "a") with { Restart = true });

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([1, 1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_failed_item_that_is_gone_does_not_keep_the_job_from_its_end()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        await RunAsync(Request(false, "a", "b"));

        Job job = await RunAsync(Request(false, "a"));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(SheetStatus.Failed, job.Sheets[1].Status);
        Assert.Equal([1, 2], FakeExecutor.Numbers.Order());
    }

    [Fact]
    public async Task An_item_that_fails_holds_no_other_back_and_is_not_retried()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());

        Job job = await RunAsync(Request(false, "a", "b", "c"));

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers.Order());
    }

    [Fact]
    public async Task A_changed_block_needs_Force_and_finished_items_stay()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        await RunAsync(Request(false, "a", "b"));
        RunRequest changed = Request(false, "a", "b") with { Score = ScoreOf("do it better") };

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(changed));
        Assert.Contains("The script block of the items has changed", error.Message, StringComparison.Ordinal);
        FakeExecutor.Seen.Clear();
        Job job = await RunAsync(changed with { Force = true });

        Assert.Equal(JobStatus.Completed, job.Status);
        SheetAttemptOf(2, "do it better");
        Assert.Single(FakeExecutor.Seen);
    }

    [Fact]
    public async Task Only_failed_items_and_chosen_keys_run_by_id()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await RunAsync(Request(true, "a", "b", "c"));
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Only = OnlySheets.Failed } });
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([3, 1], FakeExecutor.Numbers);
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id, ItemKeys = ["a"] });
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([2, 1], FakeExecutor.Numbers);
        await ThrowsAsync(MarianneError.ItemNotFound, () => PlanAsync(new RunRequest { JobId = job.Id, ItemKeys = ["x"] }));
        await ThrowsAsync(MarianneError.ItemNotFound, () => PlanAsync(new RunRequest { JobId = job.Id, ItemKeys = ["a\0"] }));
    }

    [Fact]
    public async Task Chosen_items_leave_the_others_as_they_are()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Failure(), FakeExecutor.Success);
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await RunAsync(Request(false, "a", "b"));
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id, ItemKeys = ["b"] });

        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal([SheetStatus.Failed, SheetStatus.Completed], job.Sheets.Select(sheet => sheet.Status));
    }

    [Fact]
    public async Task Paused_items_run_again()
    {
        Task started = FakeExecutor.HangAt(2);
        FakeExecutor.Return(2, FakeExecutor.Success);
        using var pause = new CancellationTokenSource();
        Task<Job> run = RunAsync(Request(false, "a", "b", "c"), pause);
        await started;
        await pause.CancelAsync();
        Assert.Equal(JobStatus.Paused, (await run).Status);

        Job job = await RunAsync(Request(false, "c", "b", "a"));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.All(job.Sheets, sheet => Assert.Equal(1, sheet.AttemptCount));
    }

    [Fact]
    public async Task A_job_of_another_kind_is_not_continued()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Job other = await RunAsync(ScoreOf(1, "each"));

        await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(Request(false, "a")));
        await RunAsync(Request(false, "a") with { Restart = true });
        await ThrowsAsync(MarianneError.ItemNotFound, () => PlanAsync(new RunRequest { JobId = other.Id, ItemKeys = ["a"] }));
    }

    [Fact]
    public async Task The_plan_lists_what_would_run_and_saves_nothing()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job job = await RunAsync(Request(false, "a", "b"));

        JobPlan plan = await PlanAsync(Request(false, "a", "b", "c"));

        Assert.Equal(job.Id, plan.JobId);
        Assert.Equal(["b", "c"], plan.Sheets.Where(sheet => sheet.Action == PlannedAction.Play).Select(sheet => sheet.Name));
        Assert.Equal(["a"], plan.Sheets.Where(sheet => sheet.Action == PlannedAction.Done).Select(sheet => sheet.Name));
        Assert.Equal(2, (await LoadAsync(job.Id)).TotalSheets);
    }

    [Fact]
    public async Task An_item_with_a_secret_is_refused()
    {
        Variables["API_KEY"] = "sk-0123456789-secret";
        Score score = ScoreOf("do it") with { Secrets = ["API_KEY"] };
        var items = new ItemList([new ItemInput("a", "\"sk-0123456789-secret\"")]);

        MarianneException error = await ThrowsAsync(
            MarianneError.InvalidItem, () => RunAsync(new RunRequest { Score = score, Items = items }));

        Assert.StartsWith("Item 1 contains a secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-0123456789", error.Message, StringComparison.Ordinal);
    }

    private void SheetAttemptOf(int number, string command) =>
        Assert.Equal(command, FakeExecutor.Seen.Single(attempt => attempt.Number == number).Sheet.Command);

    private Score ScoreOf(string command, bool reduces = false) => ForEachScore.Of(
        new Score
        {
            Name = "each",
            Sheets = reduces
                ? [new ScoreSheet { Command = command }, new ScoreSheet { Name = "reduce", Command = "sum" }]
                : [new ScoreSheet { Command = command }],
        }.At(Folder.Path),
        concurrent: 2);

    private RunRequest Request(bool reduces, params string[] keys) => new()
    {
        Score = ScoreOf("do it", reduces),
        Items = new ItemList([.. keys.Select(key => new ItemInput(key, $"\"{key}\""))]),
    };
}
