using Marianne.Jobs;
using Marianne.Testing;
using Marianne.Watching;
using Xunit;

namespace Marianne.Runner.Tests.Watching;

/// <summary>How a watch folds items under the sheet that they belong to, and what the keys do.</summary>
public sealed class WatchItemsTests
{
    private const string Snapshot = """
        {"name":"n","sheets":[{"name":"find","command":"x"},{"name":"review","command":"x","for_each":{"in":["a"]}},{"name":"report","command":"x"}]}
        """;

    private readonly WatchState _state = new("one");

    [Fact]
    public void Many_items_are_one_row_with_those_that_failed_wait_and_run()
    {
        Show(WithItems(1_000, done: 500, failed: 3, running: 4));

        Assert.Equal(
            [
                "   1 find                . pending",
                "   2 + review            [bar] 500/1000, 3 failed, 4 running, 1 waiting",
                " 504   src/501.cs        x failed",
                " 505   src/502.cs        x failed",
                " 506   src/503.cs        x failed",
                " 507   src/504.cs        * running",
                " 508   src/505.cs        * running",
                " 509   src/506.cs        * running",
                " 510   src/507.cs        * running",
                " 511   src/508.cs        ~ waiting",
                "   3 report              . pending",
            ],
            Lines(),
            LineComparer.Instance);
    }

    [Fact]
    public void Sheets_that_a_score_got_before_and_after_its_items_are_in_the_order_of_the_score()
    {
        Job job = WithItems(2, done: 1, failed: 0, running: 0);
        job.TotalSheets = 7;
        job.ConfigSnapshot = """
            {"name":"n","marianne_order":[1,6,2,7,3],"sheets":[
                {"name":"find","command":"x"},{"name":"before","command":"x"},{"name":"review","command":"x","for_each":{"in":["a"]}},
                {"name":"after","command":"x"},{"name":"report","command":"x"}]}
            """;

        Show(job);

        Assert.Equal([1, 6, 2, 4, 5, 7, 3], _state.Sheets.Select(row => row.Number));
    }

    [Fact]
    public void The_head_counts_items_and_not_the_sheet_that_they_belong_to()
    {
        Job job = WithItems(1_000, done: 990, failed: 3, running: 4);
        job.Sheets[0].Status = SheetStatus.Completed;
        job.Sheets[1].Status = SheetStatus.Failed; // It failed because three of its items did.

        Show(job);

        Assert.Contains(" 991/1002 98 % ", Draw(80)[1], StringComparison.Ordinal);
        Assert.StartsWith(" 4 running - 1 waiting - 3 failed - 3 pending", Draw(80)[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Not_more_than_five_of_each_status_are_shown_of_a_closed_sheet()
    {
        Show(WithItems(1_000, done: 500, failed: 37, running: 20));

        Assert.Equal(1 + 1 + 5 + 5 + 1 + 1, _state.Sheets.Count);
        Assert.Contains("500/1000, 37 failed, 20 running, 1 waiting", Screen(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_items_are_shown()
    {
        Show(WithItems(10, done: 2, failed: 0, running: 1));

        Assert.Equal(13, _state.Sheets.Count);
        Assert.Matches("2 - review ", Screen());
    }

    [Fact]
    public void Right_opens_a_sheet_with_items_and_left_closes_it()
    {
        Show(WithItems(100, done: 50, failed: 1, running: 0));
        Press(ConsoleKey.Home, ConsoleKey.DownArrow, ConsoleKey.RightArrow);
        Assert.Equal(103, _state.Sheets.Count);

        Press(ConsoleKey.RightArrow);
        Assert.Equal(103, _state.Sheets.Count);

        Press(ConsoleKey.LeftArrow);
        Assert.Equal((5, 2), (_state.Sheets.Count, _state.SelectedSheet));

        Press(ConsoleKey.Enter);
        Assert.Equal(103, _state.Sheets.Count);
        Assert.Contains("Enter close", Screen(), StringComparison.Ordinal);

        Press(ConsoleKey.Enter);
        Assert.Equal(5, _state.Sheets.Count);
        Assert.Contains("Enter open", Screen(), StringComparison.Ordinal);
    }

    [Fact]
    public void Left_on_an_item_selects_the_sheet_that_it_belongs_to_and_Enter_enlarges_its_output()
    {
        Show(WithItems(100, done: 50, failed: 1, running: 0));
        Press(ConsoleKey.Home, ConsoleKey.DownArrow, ConsoleKey.DownArrow);
        Assert.Equal(54, _state.SelectedSheet);

        Press(ConsoleKey.Enter);
        Assert.True(_state.IsOutputLarge);

        Press(ConsoleKey.LeftArrow);
        Assert.Equal((false, 54), (_state.IsOutputLarge, _state.SelectedSheet));

        Press(ConsoleKey.LeftArrow);
        Assert.Equal(2, _state.SelectedSheet);
    }

    [Fact]
    public void The_selection_follows_the_running_items_and_a_chosen_item_stays_when_it_is_done()
    {
        Show(WithItems(100, done: 50, failed: 0, running: 1));
        Assert.Equal(54, _state.SelectedSheet);

        Show(WithItems(100, done: 51, failed: 0, running: 1));
        Assert.Equal(55, _state.SelectedSheet);

        Press(ConsoleKey.DownArrow, ConsoleKey.UpArrow);
        Show(WithItems(100, done: 60, failed: 0, running: 1));
        Assert.Equal(55, _state.SelectedSheet);
        Assert.Equal([1, 2, 55, 64, 65, 3], _state.Sheets.Select(row => row.Number));
    }

    [Fact]
    public void A_search_shows_what_it_finds_under_the_sheet_that_it_belongs_to()
    {
        Show(WithItems(100, done: 50, failed: 1, running: 0));

        _state.Search("src/77.");

        Assert.Equal([2, 80], _state.Sheets.Select(row => row.Number));
        Assert.Contains("'src/77.': 1 of 103", Screen(), StringComparison.Ordinal);

        _state.Search("failed");
        Assert.Equal([2, 54], _state.Sheets.Select(row => row.Number));

        _state.Search("report");
        Assert.Equal([3], _state.Sheets.Select(row => row.Number));
    }

    [Fact]
    public void Items_of_a_pipeline_are_a_row_without_a_number()
    {
        var job = new Job("one", "one", 1, TestJobs.Now) { ConfigSnapshot = """{"marianne_for_each":[0,1],"sheets":[{"script":"x"},{"name":"reduce"}]}""" };
        Add(job, 0, 50);
        job.Sheets[4].Status = SheetStatus.InProgress;

        Show(job);

        Assert.Equal([WatchRow.OfJob, 5, 1], _state.Sheets.Select(row => row.Number));
        Assert.Matches(@"(?m)^     \+ items .* 0/50, 1 running", Screen());
        Press(ConsoleKey.UpArrow);
        Assert.Equal((WatchRow.OfJob, 0), (_state.SelectedSheet, _state.Place.SheetNumber));
        Assert.Contains("Enter open", Screen(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(40)]
    public void A_row_of_items_fits_the_console(int width)
    {
        Job job = WithItems(1_000, done: 500, failed: 37, running: 20);
        job.Sheets[600].Status = SheetStatus.Fermata;
        Show(job);

        Assert.DoesNotContain(Draw(width), line => CellText.WidthOf(line) > width);
    }

    /// <summary>A job whose second sheet has items: some are done, failed and run, and one waits.</summary>
    private static Job WithItems(int count, int done, int failed, int running)
    {
        var job = new Job("one", "one", 3, TestJobs.Now) { ConfigSnapshot = Snapshot };
        Add(job, 2, count);
        for (int index = 0; index < count; index++)
        {
            job.Sheets[3 + index].Status = index < done ? SheetStatus.Completed
                : index < done + failed ? SheetStatus.Failed
                : index < done + failed + running ? SheetStatus.InProgress
                : index == done + failed + running ? SheetStatus.Waiting
                : SheetStatus.Pending;
        }

        return job;
    }

    private static void Add(Job job, int parent, int count) => ItemTransitions.Expand(
        job, new ItemList([.. Enumerable.Range(1, count).Select(index => new ItemInput($"src/{index}.cs", "1"))]) { Parent = parent });

    private void Show(Job job) => _state.Show(new WatchSnapshot { Open = new WatchedSheets(job) });

    private void Press(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
            WatchKeys.Press(_state, new ConsoleKeyInfo('\0', key, false, false, false));
    }

    private IReadOnlyList<string> Draw(int width) => new WatchFrame(
        new WatchStyle(hasColor: false, hasUnicode: false), new WatchText(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestJobs.Now)))
        .Draw(_state, width, 30);

    private string Screen() => string.Join('\n', Draw(80));

    private IEnumerable<string> Lines() => Draw(80).Skip(4).Take(_state.Sheets.Count);

    /// <summary>Compares lines as far as they are expected, without the mark of the selected one and without the signs of a bar.</summary>
    private sealed class LineComparer : IEqualityComparer<string>
    {
        public static LineComparer Instance { get; } = new();

        public bool Equals(string? expected, string? line) =>
            System.Text.RegularExpressions.Regex.Replace(line![2..], @"[#x*.]{8} ", "[bar] ").StartsWith(expected!.TrimEnd(), StringComparison.Ordinal);

        public int GetHashCode(string line) => 0;
    }
}
