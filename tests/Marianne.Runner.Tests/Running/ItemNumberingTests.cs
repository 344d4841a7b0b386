using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A score gets more sheets while its job has items: they have the numbers after those of the first sheets.</summary>
public sealed class ItemNumberingTests : RunnerTestBase
{
    /// <summary>The source of the items, which is read when a job is created or its sheet is chosen.</summary>
    private string[] _source = ["a", "b"];

    [Theory]
    [InlineData("memory", "new review report")]
    [InlineData("memory", "review new report")]
    [InlineData("memory", "review report new")]
    [InlineData("json", "review new report")]
    [InlineData("sqlite", "new review report")]
    [InlineData("sqlite", "review report new")]
    [InlineData("postgres", "review new report")]
    public async Task A_new_sheet_gets_the_next_number_and_finished_items_stay(string store, string sheets)
    {
        await UseAsync(store);
        Job left = await LeaveAsync("review report");

        JobPlan plan = await PlanAsync(Named(sheets));
        Job job = await RunAsync(Named(sheets));

        string[] written = sheets.Split(' ');
        bool isLast = written[^1] == "new";
        Assert.Equal(isLast ? ["report: it failed", "new: not run yet"] : ["new: not run yet", "report: it failed"], Played(plan));
        Assert.Equal(isLast ? [2, 5] : [5, 2], FakeExecutor.Numbers);
        Assert.Equal((left.Id, JobStatus.Completed, 5), (job.Id, job.Status, job.TotalSheets));
        Assert.Equal(["review", "report", "review[a]", "review[b]", "new"], job.Sheets.Select(sheet => sheet.Name));
        Assert.Equal([1, 2, 1, 1, 1], job.Sheets.Select(sheet => Math.Max(1, sheet.AttemptCount)));
        Assert.Equal(
            written.SelectMany(name => name == "review" ? [name, "review[a]", "review[b]"] : new[] { name }),
            job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1].Name!));
        Assert.Contains("The score has changed: sheet 5 added.", EventsOf(JobEventKind.JobResumed).Last().Message);
    }

    [Fact]
    public async Task A_new_sheet_that_the_items_need_runs_and_they_stay_done()
    {
        await LeaveAsync("review report");
        Score score = Named("new review:new report");

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(score));
        Assert.Contains("its dependencies changed", error.Message);
        Job job = await RunAsync(new RunRequest { Score = score, Force = true });

        Assert.Equal([5, 2], FakeExecutor.Numbers);
        Assert.Equal(JobStatus.Completed, job.Status);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_second_change_and_new_items_get_the_numbers_after_those(string store)
    {
        await UseAsync(store);
        await LeaveAsync("review report", failures: 3);
        await RunAsync(Named("first review report"));
        FakeExecutor.Seen.Clear();
        _source = ["a", "b", "c"];
        Job third = await RunAsync(new RunRequest { Score = Named("first review report"), Force = true });
        Assert.Equal(("review[c]", 6), (third.Sheets[5].Name, third.TotalSheets));
        Assert.Equal([6, 2], FakeExecutor.Numbers);
        FakeExecutor.Seen.Clear();

        Job job = await RunAsync(Named("first review second report"));

        Assert.Equal([7, 2], FakeExecutor.Numbers);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(
            ["first", "review", "review[a]", "review[b]", "review[c]", "second", "report"],
            job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1].Name));
        Assert.False((await PlanAsync(new RunRequest { JobId = job.Id, Fork = true, Selection = new SheetSelection() })).Prepared!.IsChanged);
    }

    [Theory]
    [InlineData("first", "first: chosen")]
    [InlineData("review", "review: chosen", "review[a]: chosen", "review[b]: chosen", "report: depends on 1 'review'")]
    [InlineData("5", "first: chosen")]
    [InlineData("review[b]", "review: depends on 4 'review[b]'", "review[b]: chosen", "report: depends on 1 'review'")]
    public async Task Sheets_are_chosen_by_name_and_number(string chosen, params string[] expected)
    {
        await LeaveAsync("review report");
        Job job = await RunAsync(Named("first review report"));
        FakeExecutor.Seen.Clear();

        var request = new RunRequest { JobId = job.Id, Selection = new SheetSelection { From = [chosen] } };
        JobPlan plan = await PlanAsync(request);
        Job again = await RunAsync(request);

        Assert.Equal(expected.Order(), Played(plan).Order());
        Assert.Equal(JobStatus.Completed, again.Status);
        Assert.Equal(expected.Length - (expected.Any(text => text.StartsWith("review:", StringComparison.Ordinal)) ? 1 : 0), FakeExecutor.Numbers.Count());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("json")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_fork_takes_over_the_sheets_with_their_numbers(string store)
    {
        await UseAsync(store);
        await LeaveAsync("review report");
        Job original = await RunAsync(Named("first review report"));
        string[] rows = await RowsAsync(original.Id);
        FakeExecutor.Seen.Clear();

        Job fork = await RunAsync(new RunRequest { JobId = original.Id, Fork = true, NewId = "fork", ItemKeys = ["b"] });

        Assert.Equal([4, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 5), (fork.Status, fork.TotalSheets));
        Assert.Equal(original.Sheets.Select(sheet => sheet.Name), fork.Sheets.Select(sheet => sheet.Name));
        Assert.Equal(rows, await RowsAsync(original.Id));
        FakeExecutor.Seen.Clear();

        Job changed = await RunAsync(new RunRequest { Score = Named("first review second report"), JobId = "fork", Selection = new() { From = ["second"] } });

        Assert.Equal([6], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, 6), (changed.Status, changed.TotalSheets));
    }

    [Fact]
    public async Task Numbers_in_the_score_mean_positions()
    {
        await LeaveAsync("review report");
        Score score = Named("review report new") with
        {
            Sheet = new SheetOptions
            {
                Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [2] = [3] },
                SkipWhenCommand = new SortedDictionary<int, SkipWhenOptions> { [3] = new() { Command = "exit 0" } },
            },
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "no", Sheet = 2, RetryCount = 0 }],
        };

        Job job = await RunAsync(new RunRequest { Score = score, Force = true });

        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal((SheetStatus.Failed, SheetStatus.Skipped), (job.Sheets[1].Status, job.Sheets[4].Status));
    }

    /// <summary>Runs a new job, whose second sheet fails.</summary>
    private async Task<Job> LeaveAsync(string sheets, int failures = 1)
    {
        FakeExecutor.Return(2, [.. Enumerable.Repeat(FakeExecutor.Failure(), failures), FakeExecutor.Success]);
        Job job = await RunAsync(Named(sheets));
        FakeExecutor.Seen.Clear();
        return job;
    }

    /// <summary>Returns the sheets that would run, and why.</summary>
    private static IEnumerable<string> Played(JobPlan plan) =>
        plan.Sheets.Where(sheet => sheet.Action != PlannedAction.Done).Select(sheet => $"{sheet.Name}: {sheet.Reason}");

    /// <summary>Returns a score of named sheets. The one called review has items, report needs it, and others are needed as name:other.</summary>
    private Score Named(string sheets) => ScoreOf(1) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets =
        [
            .. sheets.Split(' ').Select(sheet => sheet.Split(':')).Select(parts => new ScoreSheet
            {
                Name = parts[0],
                Command = $"do {parts[0]}",
                ForEach = parts[0] == "review" ? new ForEachOptions { In = _source } : null,
                Needs = parts.Length > 1 ? [parts[1]] : parts[0] == "report" ? ["review"] : [],
            }),
        ],
    };
}
