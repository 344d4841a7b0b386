using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs of scores with sheets that run once for each item of a source.</summary>
public sealed class ForEachRunTests : RunnerTestBase
{
    [Fact]
    public async Task Each_item_has_a_sheet_after_those_of_the_score()
    {
        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b") }));

        Assert.Equal((JobStatus.Completed, 4), (job.Status, job.TotalSheets));
        Assert.Equal([3, 4, 2], FakeExecutor.Numbers);
        Assert.Equal(["review", "report", "review[a]", "review[b]"], job.Sheets.Select(sheet => sheet.Name));
        Assert.Equal([1, 3, 4, 2], job.Sheets.NumbersInOrder());
        Assert.Equal(0, job.Sheets[0].AttemptCount);
    }

    [Fact]
    public async Task An_item_is_data_in_the_command()
    {
        await RunAsync(ScoreOf(new ForEachOptions { In = List("\"; touch pwned #"), As = "file" }, "check {file}"));

        SheetAttempt attempt = FakeExecutor.Seen.First();
        Assert.Equal("check '\"; touch pwned #'", PlaceholderExpander.Of(attempt.Score, 3).InCommand(attempt.Sheet.Command!));
    }

    [Fact]
    public async Task Items_are_found_by_files_commands_parameters_and_combinations()
    {
        Directory.CreateDirectory(Path.Combine(Folder.Path, "sub", "inner"));
        foreach (string file in new[] { "b.md", "a.md", "c.txt", "sub/d.md", "sub/inner/e.md" })
            await File.WriteAllTextAsync(Path.Combine(Folder.Path, file), "", Cancellation);

        Assert.Equal(["a.md", "b.md"], await KeysAsync(new ForEachOptions { Path = "*.md" }));
        Assert.Equal(["a.md", "b.md", "sub/d.md", "sub/inner/e.md"], await KeysAsync(new ForEachOptions { Path = "**/*.md" }));
        Assert.Equal(["x", "y z"], await KeysAsync(new ForEachOptions { Command = "echo x&& echo y z&& echo no item>&2" }));
        Assert.Equal(
            ["a, 1", "a, 2", "b, 2"],
            await KeysAsync(new ForEachOptions
            {
                Matrix = new Dictionary<string, object?> { ["letter"] = List("a", "b"), ["number"] = List(1L, 2L) },
                Exclude = ["{letter} == 'b' and {number} == 1"],
            }));
        Assert.Equal(["one", "two"], await KeysAsync(new ForEachOptions { In = List("a,one", "b,two"), Exclude = ["{item} == 'x'"] }, "files"));
    }

    [Theory]
    [InlineData("a", "a", null, 10, "E605: An output of another sheet, or the items of a source, cannot be used. Items 1 and 2 have the same key, 'a', so their results could not be told apart.*")]
    [InlineData("a", "", null, 10, "E605: An output of another sheet, or the items of a source, cannot be used. The key of item 2 is empty.*")]
    [InlineData("a", "b", null, 1, "E605: An output of another sheet, or the items of a source, cannot be used. There are more than 1 items, which is the most that max of for_each allows. No item was created.*")]
    public async Task Items_that_cannot_be_are_refused_before_there_is_one(string first, string second, string? key, int max, string message)
    {
        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = List(first, second), Key = key, Max = max }));

        Assert.Equal((JobStatus.Failed, 2), (job.Status, job.TotalSheets));
        Assert.StartsWith(message[..^1], job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Fact]
    public async Task A_command_that_fails_fails_the_sheet()
    {
        Job job = await RunAsync(ScoreOf(new ForEachOptions { Command = "echo it broke>&2 && exit 3" }));

        Assert.Equal(
            "E605: An output of another sheet, or the items of a source, cannot be used. The command that finds the items exited with 3. Its last line was: 'it broke'.", job.Sheets[0].ErrorMessage);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_fails_the_sheet()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The longest path of other systems is another.");
        string deep = Path.Combine(Enumerable.Repeat(new string('d', 200), 12).Prepend(Folder.Path).ToArray());
        string apart = Path.Combine(Folder.Path, "apart");
        Directory.CreateDirectory(deep);
        Directory.CreateDirectory(Path.Combine(Enumerable.Repeat(new string('e', 200), 12).Prepend(apart).ToArray()));
        Directory.Move(apart, Path.Combine(deep, "apart")); // The paths of its folders are too long now, also for root.
        try
        {
            Job job = await RunAsync(ScoreOf(new ForEachOptions { Path = "**/*.md" }));

            Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[0].Status));
            Assert.StartsWith( // The rest of the path is too long for a message.
                $"E605: An output of another sheet, or the items of a source, cannot be used. The folder '{Folder.Path}/ddd",
                job.Sheets[0].ErrorMessage,
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(Path.Combine(deep, "apart"), apart);
        }
    }

    [Fact]
    public async Task A_workspace_that_vanishes_fails_the_sheet()
    {
        FakeExecutor.Return(2, _ =>
        {
            Directory.Delete(Folder.Path, recursive: true);
            return Task.FromResult(FakeExecutor.Success);
        });
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        score = score with { Sheets = [score.Sheets[0] with { Needs = ["report"] }, score.Sheets[1] with { Needs = [] }] };

        Job job = await RunAsync(score);
        Directory.CreateDirectory(Folder.Path);

        Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[0].Status));
        Assert.Contains($"The folder '{Folder.Path}' cannot be read:", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Placeholders_in_a_matrix_are_the_values_of_parameters_and_outputs()
    {
        FakeExecutor.Output(2, """{"files":["a","{kind}"],"one":"x"}""");
        Score score = ScoreOf(new ForEachOptions
        {
            Matrix = new Dictionary<string, object?>
            {
                ["file"] = "{report.files}",
                ["kind"] = List("{report.one}", "k-{report.one}"),
                ["user"] = "{names}",
            },
        });
        score = score with
        {
            Parameters = new Dictionary<string, ParameterOptions>
            {
                ["names"] = new() { Type = ParameterType.List, Default = List("ada") },
            },
            Sheets = [score.Sheets[0] with { Command = "check {file} {kind} {user}" }, score.Sheets[1] with { Needs = [] }],
        };

        Assert.Null((await PlanAsync(score)).Sheets[0].ItemCount);
        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(
            ["a, x, ada", "a, k-x, ada", "{kind}, x, ada", "{kind}, k-x, ada"], job.Sheets.Skip(2).Select(sheet => sheet.ItemKey));
        SheetAttempt last = FakeExecutor.Seen.Last();
        Assert.Equal("check '{kind}' 'k-x' 'ada'", PlaceholderExpander.Of(last.Score, last.Number).InCommand(last.Sheet.Command!));
    }

    [Fact]
    public async Task No_items_complete_the_sheet()
    {
        Job job = await RunAsync(ScoreOf(new ForEachOptions { Path = "*.none" }));

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.TotalSheets));
        Assert.Equal(2, Assert.Single(FakeExecutor.Numbers));
    }

    [Fact]
    public async Task One_item_that_fails_does_not_hold_back_the_others()
    {
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { In = List("a", "b", "c") });

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal([3, 4, 5], FakeExecutor.Numbers);
        Assert.Equal((SheetStatus.Failed, "1 of 3 items failed: review[b]."), (job.Sheets[0].Status, job.Sheets[0].ErrorMessage));
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([4, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Fail_fast_starts_no_further_item()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);

        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b"), FailFast = true }));

        Assert.Equal([3], FakeExecutor.Numbers);
        Assert.Equal(JobStatus.Failed, job.Status);
    }

    [Fact]
    public async Task Items_that_failed_stay_failed_without_retry_failed()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b"), RetryFailed = false }));
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id });
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Empty(FakeExecutor.Seen);

        job = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Only = OnlySheets.Failed } });
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([3, 2], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData(false, NeededResult.Any, "3 4 2")]
    [InlineData(false, NeededResult.Success, "3 4")]
    [InlineData(true, NeededResult.Any, "3")]
    public async Task What_needs_any_result_runs_after_a_failure_unless_the_items_fail_fast(bool failFast, NeededResult needed, string numbers)
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { In = List("a", "b"), FailFast = failFast });
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { NeedsResult = needed }] };

        Job job = await RunAsync(score);

        Assert.Equal(numbers, string.Join(' ', FakeExecutor.Numbers));
        Assert.Equal(JobStatus.Failed, job.Status);
    }

    [Fact]
    public async Task A_failure_that_is_allowed_completes_the_sheet()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { In = List("a", "b") });
        score = score with { Sheets = [score.Sheets[0] with { AllowFailure = true }, score.Sheets[1]] };

        Job job = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, SheetStatus.Completed), (job.Status, job.Sheets[0].Status));
    }

    [Fact]
    public async Task Concurrency_lets_items_run_at_the_same_time()
    {
        Task first = FakeExecutor.HangAt(3);
        Task second = FakeExecutor.HangAt(4);
        using var pause = new CancellationTokenSource();

        Task<Job> run = RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b", "c"), Concurrency = 2 }), pause);
        await Task.WhenAll(first, second);
        Assert.Equal([3, 4], FakeExecutor.Numbers.Order());
        await pause.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_chosen_sheet_reads_its_source_again_and_runs_what_it_has_now()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "a.md"), "", Cancellation);
        FakeExecutor.Return(3, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(new ForEachOptions { Path = "*.md" });
        await RunAsync(score);
        Job job = await RunAsync(score);
        Assert.Equal((JobStatus.Completed, 3), (job.Status, job.TotalSheets));
        Assert.Null(job.Sheets[0].ErrorMessage);
        FakeExecutor.Seen.Clear();

        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "b.md"), "", Cancellation);
        File.Delete(Path.Combine(Folder.Path, "a.md"));
        job = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["review"] } });
        Assert.Equal((JobStatus.Completed, 4), (job.Status, job.TotalSheets));
        Assert.Equal([4, 2], FakeExecutor.Numbers);
        Assert.Equal("review[b.md]", job.Sheets[3].Name);
        Assert.Equal(SheetStatus.Completed, job.Sheets[2].Status); // An item that is gone keeps its result.
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { From = ["review"] } });
        Assert.Equal((JobStatus.Completed, SheetStatus.Completed), (job.Status, job.Sheets[2].Status));
        Assert.Equal([4, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task An_item_is_chosen_by_its_key()
    {
        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = List("a", "b") }));
        FakeExecutor.Seen.Clear();

        job = await RunAsync(new RunRequest { JobId = job.Id, ItemKeys = ["b"] });

        Assert.Equal([4, 2], FakeExecutor.Numbers);
        Assert.Equal([1, 2], job.Sheets.Skip(2).Select(sheet => sheet.AttemptCount));
        await ThrowsAsync(MarianneError.ItemNotFound, () => RunAsync(new RunRequest { JobId = job.Id, ItemKeys = ["c"] }));
    }

    [Fact]
    public async Task A_changed_command_needs_force_once_an_item_is_done()
    {
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        ForEachOptions items = new() { In = List("a", "b") };
        await RunAsync(ScoreOf(items));

        await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(ScoreOf(items, "other {item}")));

        Job job = await RunAsync(ScoreOf(items with { Concurrency = 3 }));
        Assert.Equal(JobStatus.Completed, job.Status);
    }

    [Fact]
    public async Task A_condition_decides_for_each_item_or_for_all()
    {
        Score score = ScoreOf(new ForEachOptions { In = List("a", "b") });
        Score WhenIs(string when) => score with { Name = when, Sheets = [score.Sheets[0] with { When = when }, score.Sheets[1]] };

        Job each = await RunAsync(WhenIs("{item} == 'b'"));
        Assert.Equal([SheetStatus.Skipped, SheetStatus.Completed], each.Sheets.Skip(2).Select(sheet => sheet.Status));

        Job all = await RunAsync(WhenIs("false"));
        Assert.Equal((2, SheetStatus.Skipped), (all.TotalSheets, all.Sheets[0].Status));
    }

    [Fact]
    public async Task The_plan_says_how_many_items_there_will_be()
    {
        JobPlan plan = await PlanAsync(ScoreOf(new ForEachOptions { In = List("a", "b") }));
        Assert.Equal((2, "list"), (plan.Sheets[0].ItemCount, plan.Sheets[0].ItemSource));

        plan = await PlanAsync(ScoreOf(new ForEachOptions { Command = "list" }));
        Assert.Equal((null, "list"), (plan.Sheets[0].ItemCount, plan.Sheets[0].ItemSource));
    }

    private async Task<IEnumerable<string?>> KeysAsync(ForEachOptions options, string? parameter = null)
    {
        Score score = ScoreOf(options) with { Name = $"job-{Guid.NewGuid():N}" };
        if (parameter is not null)
        {
            score = score with
            {
                Parameters = new Dictionary<string, ParameterOptions>
                {
                    [parameter] = new() { Type = ParameterType.List, Default = List("one", "two") },
                },
                Sheets = [score.Sheets[0] with { ForEach = options with { In = $"{{{parameter}}}" } }, score.Sheets[1]],
            };
        }

        Job job = await RunAsync(score);
        Assert.Null(job.Sheets[0].ErrorMessage);
        return job.Sheets.Skip(2).Select(sheet => sheet.ItemKey);
    }

    private Score ScoreOf(ForEachOptions forEach, string command = "check {item}") => ScoreOf(2) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets = [new ScoreSheet { Name = "review", Command = command, ForEach = forEach }, new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] }],
    };

    private static object[] List(params object[] values) => values;
}
