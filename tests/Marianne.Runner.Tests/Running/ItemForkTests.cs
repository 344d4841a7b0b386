using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>New jobs that take over sheets and items of another one.</summary>
public sealed class ItemForkTests : RunnerTestBase
{
    [Theory]
    [InlineData("memory")]
    [InlineData("json")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_fork_takes_over_the_items_that_are_kept(string store)
    {
        await UseAsync(store);
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        Job original = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b", "c") }));
        string[] rows = await RowsAsync(original.Id);
        FakeExecutor.Seen.Clear();

        var request = new RunRequest { JobId = original.Id, Fork = true, NewId = "fork", Selection = new SheetSelection { Only = OnlySheets.Failed } };
        JobPlan plan = await PlanAsync(request);
        Job fork = await RunAsync(request);

        Assert.Equal(
            ["review: it failed", "report: depends on 1 'review'", "review[b]: it failed"],
            plan.Sheets.Where(sheet => sheet.Action == PlannedAction.Play).OrderBy(sheet => sheet.Number).Select(sheet => $"{sheet.Name}: {sheet.Reason}"));
        Assert.Equal([4, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 5, original.Id), (fork.Status, fork.TotalSheets, fork.ForkedFrom));
        Assert.Equal(["review", "report", "review[a]", "review[b]", "review[c]"], fork.Sheets.Select(sheet => sheet.Name));
        Assert.Equal([0, 1, 1, 1, 1], fork.Sheets.Select(sheet => sheet.AttemptCount));
        Assert.Equal("\"b\"", (await Jobs.LoadItemAsync("fork", 4, Cancellation))?.Value);
        Assert.Equal(rows, await RowsAsync(original.Id));
        Assert.Equal(original.Sheets.Select(SheetVersion.Of), (await LoadAsync(original.Id)).Sheets.Select(SheetVersion.Of));
        FakeExecutor.Seen.Clear();

        Job second = await RunAsync(new RunRequest { JobId = "fork", Fork = true, ItemKeys = ["c"] });

        Assert.Equal([5, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, "fork"), (second.Status, second.ForkedFrom));
        Assert.Equal(3, (await Jobs.ListItemsAsync(second.Id, Cancellation)).Count);
    }

    [Fact]
    public async Task The_source_of_a_fork_is_read_again_if_its_sheet_was_chosen()
    {
        await WriteAsync("a.md");
        await WriteAsync("b.md");
        Job original = await RunAsync(ScoreOf(new ForEachOptions { Path = "*.md" }));
        File.Delete(Path.Combine(Folder.Path, "a.md"));
        await WriteAsync("c.md");
        FakeExecutor.Seen.Clear();

        Job fork = await RunAsync(new RunRequest { JobId = original.Id, Fork = true, Selection = new SheetSelection { Sheets = ["review"] } });

        Assert.Equal([4, 5, 2], FakeExecutor.Numbers);
        Assert.Equal(["review[a.md]", "review[b.md]", "review[c.md]"], fork.Sheets.Skip(2).Select(sheet => sheet.Name));
        Assert.All(fork.Sheets, sheet => Assert.Equal(SheetStatus.Completed, sheet.Status)); // What is gone keeps its result.
        Assert.Equal(4, (await LoadAsync(original.Id)).TotalSheets);
    }

    [Fact]
    public async Task A_fork_from_a_later_sheet_keeps_the_items()
    {
        Job original = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b") }));
        FakeExecutor.Seen.Clear();

        Job fork = await RunAsync(new RunRequest { JobId = original.Id, Fork = true, Selection = new SheetSelection { From = ["report"] } });

        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, SheetStatus.Completed), (fork.Status, fork.Sheets[0].Status));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(new RunRequest { JobId = fork.Id, Fork = true }));
    }

    [Fact]
    public async Task A_failed_job_with_items_is_forked_without_a_choice()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Job failed = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b") }));
        FakeExecutor.Seen.Clear();

        Job fork = await RunAsync(new RunRequest { JobId = failed.Id, Fork = true });

        Assert.Equal([3, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, JobStatus.Failed), (fork.Status, (await LoadAsync(failed.Id)).Status));
    }

    [Fact]
    public async Task A_job_with_items_of_a_pipeline_is_forked()
    {
        Score score = ForEachScore.Of(
            ScoreOf(2, "each") with { Sheets = [new ScoreSheet { Command = "do" }, new ScoreSheet { Name = "reduce", Command = "sum" }] }, null);
        Job original = await RunAsync(new RunRequest { Score = score, Items = new ItemList([new("a", "\"a\""), new("b", "\"b\"")]) });
        string[] versions = [.. original.Sheets.Select(sheet => SheetVersion.Of(sheet).ToString()!)];
        FakeExecutor.Seen.Clear();

        Job fork = await RunAsync(new RunRequest { JobId = original.Id, Fork = true, NewId = "fork", ItemKeys = ["b"] });

        Assert.Equal([3, 1], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, original.Id), (fork.Status, fork.ForkedFrom));
        Assert.Equal("\"b\"", (await Jobs.LoadItemAsync("fork", 3, Cancellation))?.Value);
        Assert.Equal(versions, (await LoadAsync(original.Id)).Sheets.Select(sheet => SheetVersion.Of(sheet).ToString()));
    }

    private Task WriteAsync(string name) => File.WriteAllTextAsync(Path.Combine(Folder.Path, name), "", Cancellation);

    private Score ScoreOf(ForEachOptions forEach) => ScoreOf(2) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets =
        [
            new ScoreSheet { Name = "review", Command = "check {item}", ForEach = forEach },
            new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] },
        ],
    };

    private static object[] List(params object[] values) => values;
}
