using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Working;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>Which sheets of a job a worker claims, and whether the job is over.</summary>
public sealed class SheetChooserTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 7, 0, 0, TimeSpan.Zero);

    private static readonly ParallelismOptions Three = new() { Enabled = true, MaxConcurrent = 3 };

    [Theory]
    [InlineData("....", 4, "1,2,3")] // Three places.
    [InlineData("....", 2, "1,2")] // Two of them here.
    [InlineData("c...", 4, "2,3")] // One sheet runs elsewhere.
    [InlineData("ccc.", 4, "")]
    [InlineData("++..", 4, "3,4")]
    [InlineData("..i.", 1, "3")] // What a dead worker began comes first.
    [InlineData("w...", 4, "2,3,4")] // A sheet that waits has no place.
    [InlineData("d...", 2, "1,2")] // It waited long enough.
    [InlineData("F...", 4, "")] // No sheet starts after a failure,
    [InlineData("Fd..", 4, "2")] // but one that was started continues.
    public void The_places_of_a_job_are_shared_by_all_workers(string states, int capacity, string expected) =>
        Assert.Equal(expected, Chosen(ScoreOf(4) with { Parallel = Three }, states, capacity));

    [Theory]
    [InlineData("...", "1")]
    [InlineData("c..", "")]
    [InlineData("w..", "")] // Without parallel runs, the next sheet waits for the one that waits.
    [InlineData("d..", "1")]
    [InlineData("+..", "2")]
    public void Without_parallel_runs_the_sheets_run_one_after_another(string states, string expected) =>
        Assert.Equal(expected, Chosen(ScoreOf(3), states, capacity: 8));

    [Theory]
    [InlineData("...", "1")]
    [InlineData("+..", "2,3")]
    [InlineData("c..", "")]
    public void A_sheet_starts_after_those_that_it_depends_on(string states, string expected)
    {
        Score score = ScoreOf(3) with
        {
            Parallel = Three,
            Sheet = new SheetOptions { Dependencies = new Dictionary<int, IReadOnlyCollection<int>> { [2] = [1], [3] = [1] } },
        };
        Assert.Equal(expected, Chosen(score, states, capacity: 8));
    }

    [Fact]
    public void A_pause_between_starts_lets_one_sheet_start() =>
        Assert.Equal("1", Chosen(ScoreOf(3) with { Parallel = Three with { StaggerDelayMs = 10 } }, "...", capacity: 8));

    [Fact]
    public void A_worker_takes_only_what_it_can_run()
    {
        SheetChoice choice = Choose(ScoreOf(3) with { Parallel = Three }, "...", 8, canRun: number => number == 2);
        Assert.Equal([2], choice.Numbers);
        Assert.False(choice.IsOver);
        Assert.False(Choose(ScoreOf(1), ".", 8, canRun: _ => false).IsOver);
    }

    [Fact]
    public void Without_parallel_runs_a_sheet_that_another_worker_has_to_run_keeps_its_turn()
    {
        Assert.Empty(Choose(ScoreOf(3), "...", 8, canRun: number => number != 1).Numbers);
        Assert.Equal([1], Choose(ScoreOf(3), "...", 8, canRun: number => number != 2).Numbers);
        Assert.Empty(Choose(ScoreOf(3), "+..", 8, canRun: number => number != 2).Numbers);
        Assert.Equal([3], Choose(ScoreOf(3), "++.", 8, canRun: number => number != 2).Numbers);
    }

    [Fact]
    public void A_sheet_that_was_inserted_runs_at_its_place_in_the_score()
    {
        Score score = ScoreOf(3) with { Order = SheetOrder.Of([1, 3, 2])! };
        Assert.Equal("3", Chosen(score, "+..", capacity: 8));
    }

    [Fact]
    public void A_budget_holds_sheets_back()
    {
        var chooser = new SheetChooser(ScoreOf(3) with { Parallel = Three }, _ => true)
        {
            MayStart = (number, running) => running == 0 || number == 3,
        };
        Assert.Equal([3], chooser.Choose(JobOf("c.."), 8, Now).Numbers);
    }

    [Theory]
    [InlineData("++", true)]
    [InlineData("+F", true)]
    [InlineData("F.", true)]
    [InlineData("+c", false)] // It ends when the last sheet has ended,
    [InlineData("+i", false)] // or was taken over,
    [InlineData("+w", false)] // or is due.
    [InlineData("+.", false)]
    [InlineData("Fc", false)]
    public void A_job_is_over_when_nothing_runs_waits_or_can_start(string states, bool isOver) =>
        Assert.Equal(isOver, Choose(ScoreOf(2), states, capacity: 0).IsOver);

    [Fact]
    public void Other_sheets_run_on_after_an_allowed_failure()
    {
        Score score = ScoreOf(2);
        score = score with { Sheets = [score.Sheets[0] with { AllowFailure = true }, score.Sheets[1]] };
        Assert.Equal("2", Chosen(score, "F.", capacity: 8));
        Assert.True(Choose(score, "F+", capacity: 8).IsOver);
    }

    [Fact]
    public void Without_fail_fast_independent_sheets_start_after_a_failure() =>
        Assert.Equal("2", Chosen(ScoreOf(2) with { Parallel = new ParallelismOptions { FailFast = false } }, "F.", capacity: 8));

    [Fact]
    public void Sheets_that_failed_in_an_earlier_run_are_reset_first()
    {
        SheetChoice choice = Choose(ScoreOf(4), "F.F+", capacity: 1, status: JobStatus.Pending);
        Assert.Equal([1, 3], choice.Numbers);
        Assert.Equal((true, false), (choice.IsReset, choice.IsOver));
    }

    [Fact]
    public void The_choice_says_what_others_do_and_when_the_next_sheet_is_due()
    {
        SheetChoice choice = Choose(ScoreOf(3) with { Parallel = Three }, "cw+", capacity: 8);
        Assert.Equal((true, Now.AddMinutes(5), new JobProgress(1, 3)), (choice.IsActive, choice.NextAt, choice.Progress));
    }

    [Fact]
    public void A_part_of_the_sheets_is_enough_to_start_items_but_not_to_end_their_sheet()
    {
        Score score = ScoreOf(2);
        var each = new ForEachOptions { In = new object[] { "1" } };
        score = score with { Sheets = [score.Sheets[0] with { Name = "each", ForEach = each }, score.Sheets[1] with { Needs = ["each"] }] };
        ClaimableSheet[] written = [StateOf('.', 1) with { IsExpanded = true }, StateOf('.', 2)];
        var job = new ClaimableJob(JobOf("..").Job, [.. written, StateOf('.', 700) with { Parent = 1 }]) { Finished = 650 };

        SheetChoice items = ChoiceOf(job);
        SheetChoice none = ChoiceOf(job with { Sheets = written });
        SheetChoice all = ChoiceOf(job with { Sheets = written, Finished = null });

        Assert.Equal([700], items.Numbers);
        Assert.Equal(new JobProgress(650, 2), items.Progress);
        Assert.Empty(none.Numbers);
        Assert.Equal([1], all.Numbers);

        SheetChoice ChoiceOf(ClaimableJob of) => new SheetChooser(SheetChooser.ScoreOf(score, of), _ => true).Choose(of, 8, Now);
    }

    private static Score ScoreOf(int sheets) => new()
    {
        Name = "stage",
        Sheets = [.. Enumerable.Range(1, sheets).Select(number => new ScoreSheet { Command = $"do {number}" })],
    };

    private static string Chosen(Score score, string states, int capacity) => string.Join(',', Choose(score, states, capacity).Numbers);

    private static SheetChoice Choose(
        Score score, string states, int capacity, Func<int, bool>? canRun = null, JobStatus status = JobStatus.Running) =>
        new SheetChooser(score, canRun ?? (_ => true)).Choose(JobOf(states, status), capacity, Now);

    /// <summary>
    /// Returns a job with a sheet for each letter: <c>.</c> pending, <c>c</c> claimed, <c>i</c> left in progress, <c>w</c> waiting,
    /// <c>d</c> due after a wait, <c>+</c> completed, <c>F</c> failed.
    /// </summary>
    private static ClaimableJob JobOf(string states, JobStatus status = JobStatus.Running) => new(
        new Job("one", "stage", states.Length, Now) { Status = status },
        [.. states.Select((letter, index) => StateOf(letter, index + 1))]);

    private static ClaimableSheet StateOf(char letter, int number) => letter switch
    {
        'c' => new(number, SheetStatus.InProgress, null, 0, IsClaimed: true),
        'i' => new(number, SheetStatus.InProgress, null, 0, IsClaimed: false),
        'w' => new(number, SheetStatus.Waiting, Now.AddMinutes(5), 0, IsClaimed: false),
        'd' => new(number, SheetStatus.RetryScheduled, Now, 0, IsClaimed: false),
        '+' => new(number, SheetStatus.Completed, null, 0, IsClaimed: false),
        'F' => new(number, SheetStatus.Failed, null, 0, IsClaimed: false),
        _ => new(number, SheetStatus.Pending, null, 0, IsClaimed: false),
    };
}
