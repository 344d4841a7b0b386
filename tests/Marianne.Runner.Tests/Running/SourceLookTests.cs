using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Resumed jobs whose files or commands have other items by then.</summary>
public sealed class SourceLookTests : RunnerTestBase
{
    [Theory]
    [InlineData("memory")]
    [InlineData("json")]
    [InlineData("sqlite")]
    public async Task New_files_run_and_those_that_are_gone_keep_their_results(string store)
    {
        if (store != "memory")
            await UseAsync(store);
        await WriteAsync("a", "b", "c", "d");
        FakeExecutor.Return(4, FakeExecutor.Failure()); // b
        FakeExecutor.Return(6, FakeExecutor.Failure()); // d
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        FakeExecutor.Seen.Clear();
        File.Delete(Folder["a.md"]);
        File.Delete(Folder["d.md"]);
        await WriteAsync("aa", "e", "f");
        FakeExecutor.Return(4, FakeExecutor.Success);

        JobPlan plan = await PlanAsync(score);
        Job job = await RunAsync(score);

        Assert.Equal((5, "*.md"), (plan.Sheets.Single(sheet => sheet.Name == "review").ItemCount, plan.Sheets.Single(sheet => sheet.Name == "review").ItemSource));
        Assert.Equal([4, 7, 8, 9, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 9), (job.Status, job.TotalSheets));
        Assert.Equal(
            [("a.md", SheetStatus.Completed, 1), ("b.md", SheetStatus.Completed, 2), ("c.md", SheetStatus.Completed, 3), ("d.md", SheetStatus.Failed, null),
                ("aa.md", SheetStatus.Completed, 5), ("e.md", SheetStatus.Completed, 6), ("f.md", SheetStatus.Completed, (int?)7)],
            (await Jobs.LoadAsync(job.Id, Cancellation))!.Sheets.Skip(2).Select(sheet => (sheet.ItemKey!, sheet.Status, sheet.Item!.Position)));
        Assert.Equal(6, job.Sheets[0].Measures.ItemCount);
        JobEvent word = Events.Single(word => word.Kind == JobEventKind.Warning);
        Assert.Equal((1, "The source was read again: 3 new items, 2 no longer in the source."), (word.SheetNumber, word.Message));
    }

    [Fact]
    public async Task The_lines_of_a_command_are_read_again_and_what_needs_them_runs_again()
    {
        await File.WriteAllTextAsync(Folder["list"], "x\ny\n", Cancellation);
        Score score = ScoreOf(new ForEachOptions { Command = OperatingSystem.IsWindows() ? "type list" : "cat list" });
        score = score with { Sheets = [.. score.Sheets, new ScoreSheet { Name = "last", Command = "last" }] };
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        await RunAsync(score);
        Assert.Equal([4, 5, 2, 3], FakeExecutor.Numbers);
        FakeExecutor.Seen.Clear();
        await File.WriteAllTextAsync(Folder["list"], "y\nz\nx\n", Cancellation);

        Job job = await RunAsync(score);

        Assert.Equal([2, 3, 6], FakeExecutor.Numbers.Order());
        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Sheets[1].AttemptCount));
        Assert.Contains(Events, word => word.Message == "The source was read again: 1 new item, 0 no longer in the source.");
    }

    [Fact]
    public async Task A_source_with_the_same_items_changes_nothing_and_one_that_only_lost_completed_ones_says_so()
    {
        await WriteAsync("a", "b");
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        await RunAsync(score);
        Assert.DoesNotContain(Events, word => word.Message.Contains("read again", StringComparison.Ordinal));
        File.Delete(Folder["a.md"]);

        Job job = await RunAsync(score);

        Assert.Equal([3, 4, 4, 4, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Sheets[2].Item!.Position));
        Assert.Equal(
            "The source was read again: 0 new items, 1 no longer in the source.",
            Events.Last(word => word.Kind == JobEventKind.SheetExpanded).Message);
    }

    [Fact]
    public async Task An_item_that_was_not_done_and_is_gone_does_not_run()
    {
        await WriteAsync("a", "b");
        FakeExecutor.Return(3, FakeExecutor.Failure());
        await RunAsync(ScoreOf(new ForEachOptions { Path = "*.md" }));
        FakeExecutor.Seen.Clear();
        File.Delete(Folder["a.md"]);

        Job job = await RunAsync(ScoreOf(new ForEachOptions { Path = "*.md" }));

        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, SheetStatus.Failed), (job.Status, job.Sheets[2].Status));
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_again_leaves_the_items_as_they_are()
    {
        await WriteAsync("a", "b");
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { Path = "*.md", Max = 2 });
        await RunAsync(score);
        await WriteAsync("c");

        Job job = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, 4), (job.Status, job.TotalSheets));
        Assert.StartsWith(
            "The source cannot be read again, so the sheet keeps the items that it has. There are more than 2 items",
            Events.Single(word => word.Kind == JobEventKind.Warning).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chosen_items_run_alone()
    {
        await WriteAsync("a", "b");
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        await WriteAsync("c");

        Job job = await RunAsync(new RunRequest { Score = score, Selection = new SheetSelection { Only = OnlySheets.Failed } });

        Assert.Equal((JobStatus.Completed, 4), (job.Status, job.TotalSheets));
    }

    [Fact]
    public async Task Items_that_ran_again_in_an_earlier_run_do_not_run_again()
    {
        await WriteAsync("a", "b");
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        await RunAsync(new RunRequest { Score = score, Selection = new SheetSelection { Sheets = ["review"] } });
        FakeExecutor.Seen.Clear();
        await WriteAsync("c");

        Job job = await RunAsync(score);

        Assert.Equal([4, 5, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Sheets[4].Measures.Reruns));
    }

    [Fact]
    public async Task A_plan_says_that_a_sheet_that_is_done_and_what_needs_it_run_because_of_new_items()
    {
        await WriteAsync("a");
        Score score = WithLast(new ForEachOptions { Path = "*.md" });
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        await RunAsync(score);
        Assert.Equal([(1, "do nothing"), (4, "do nothing"), (2, "do nothing"), (3, "it failed")], Reasons(await PlanAsync(score)));
        await WriteAsync("b");
        FakeExecutor.Seen.Clear();

        JobPlan plan = await PlanAsync(score);
        await RunAsync(score);

        Assert.Equal(
            [(4, "do nothing"), (1, "new items in its source"), (2, "depends on 1 'review'"), (3, "it failed")], Reasons(plan));
        Assert.Equal([RunReason.NewItems], plan.Sheets.Single(sheet => sheet.Number == 1).Reasons);
        Assert.Equal(3, plan.SheetsToPlay);
        Assert.Equal([2, 3, 5], FakeExecutor.Numbers.Order());
    }

    [Fact]
    public async Task A_plan_says_that_only_the_run_finds_out_whether_a_command_has_new_items()
    {
        await File.WriteAllTextAsync(Folder["list"], "x\n", Cancellation);
        Score score = WithLast(new ForEachOptions { Command = OperatingSystem.IsWindows() ? "type list" : "cat list" });
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        await RunAsync(score);

        JobPlan plan = await PlanAsync(score);

        PlannedSheet planned = plan.Sheets.Single(sheet => sheet.Number == 1);
        Assert.Equal((PlannedAction.Done, "kept, unless its source has new items"), (planned.Action, planned.Reason));
        Assert.Equal([RunReason.SourceRead], planned.Reasons);
        Assert.Equal(1, plan.SheetsToPlay);
    }

    [Fact]
    public async Task A_plan_says_that_a_sheet_that_failed_also_has_new_items()
    {
        await WriteAsync("a");
        FakeExecutor.Return(3, FakeExecutor.Failure());
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        await WriteAsync("b");

        JobPlan plan = await PlanAsync(score);

        Assert.Equal("it failed, new items in its source", plan.Sheets.Single(sheet => sheet.Number == 1).Reason);
    }

    [Fact]
    public async Task A_plan_says_that_items_stay_failed_without_retry_failed()
    {
        await WriteAsync("a", "b");
        FakeExecutor.Return(3, FakeExecutor.Failure());
        Score score = ScoreOf(new ForEachOptions { Path = "*.md", RetryFailed = false });
        await RunAsync(score);

        JobPlan plan = await PlanAsync(score);
        JobPlan failed = await PlanAsync(new RunRequest { Score = score, Selection = new SheetSelection { Only = OnlySheets.Failed } });

        PlannedSheet planned = plan.Sheets.Single(sheet => sheet.Number == 3);
        Assert.Equal((PlannedAction.Done, "kept, although it failed"), (planned.Action, planned.Reason));
        Assert.Equal(PlannedAction.Play, failed.Sheets.Single(sheet => sheet.Number == 3).Action);
    }

    private static IEnumerable<(int Number, string Reason)> Reasons(JobPlan plan) =>
        plan.Sheets.Select(sheet => (sheet.Number, sheet.Reason ?? "do nothing"));

    /// <summary>Returns a score with a sheet at its end that depends on no other.</summary>
    private Score WithLast(ForEachOptions source)
    {
        Score score = ScoreOf(source);
        return score with { Sheets = [.. score.Sheets, new ScoreSheet { Name = "last", Command = "last" }] };
    }

    private async Task WriteAsync(params string[] names)
    {
        foreach (string name in names)
            await File.WriteAllTextAsync(Folder[$"{name}.md"], "", Cancellation);
    }

    private Score ScoreOf(ForEachOptions source) => base.ScoreOf(2) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets =
        [
            new ScoreSheet { Name = "review", Command = "check {item}", ForEach = source },
            new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] },
        ],
    };
}
