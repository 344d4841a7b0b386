using Marianne.Jobs;
using Marianne.Reports;
using Xunit;

namespace Marianne.Core.Tests.Reports;

/// <summary>What a report says of items and of the sheets that they belong to.</summary>
public sealed class ReportItemsTests
{
    private const string Score = """
        {"name":"n","sheets":[
            {"name":"find","command":"x"},
            {"name":"review","command":"x","needs":["find"],"for_each":{"in":["a"]}},
            {"name":"report","command":"x","needs":["review"]}]}
        """;

    [Fact]
    public async Task An_item_has_its_parent_and_its_key_and_runs_after_what_its_parent_does()
    {
        SampleReports sample = WithItems(2, "src/a[1].cs", "b");
        sample.Job.ConfigSnapshot = Score;

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([1, 2, 4, 5, 3], job.Sheets.Select(sheet => sheet.Number));
        Assert.Equal([null, null, 2, 2, null], job.Sheets.Select(sheet => sheet.Parent));
        Assert.Equal([null, null, "src/a[1].cs", "b", null], job.Sheets.Select(sheet => sheet.ItemKey));
        Assert.Equal([null, null, "review", "review", null], job.Sheets.Select(sheet => sheet.Group));
        Assert.Equal("review[src/a[1].cs]", job.Sheets[2].Title);
        Assert.Equal([1], job.Sheets[2].DependsOn);
    }

    [Fact]
    public async Task Sheets_that_a_score_got_before_and_after_its_items_are_in_the_order_of_the_score()
    {
        SampleReports sample = WithItems(2, "a", "b");
        sample.Job.TotalSheets = 7;
        sample.Job.ConfigSnapshot = """
            {"name":"n","marianne_order":[1,6,2,7,3],"sheets":[
                {"name":"find","command":"x"},{"name":"before","command":"x"},{"name":"review","command":"x","for_each":{"in":["a"]}},
                {"name":"after","command":"x"},{"name":"report","command":"x"}]}
            """;

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([1, 6, 2, 4, 5, 7, 3], job.Sheets.Select(sheet => sheet.Number));
        Assert.Equal(["find", "before", "review", "review[a]", "review[b]", "after", "report"], job.Sheets.Select(sheet => sheet.Title));
    }

    [Fact]
    public async Task A_parent_has_the_sums_of_its_items()
    {
        SampleReports sample = WithItems(2, "a", "b", "c");
        sample.Job.ConfigSnapshot = Score;
        sample.Add(4, 1, end: 10, duration: 10, exitCode: 1);
        sample.Add(4, 2, end: 80, duration: 10);
        sample.End(4, SheetStatus.Completed, null, "E101");
        sample.Add(5, 1, end: 20, duration: 5, exitCode: 1);
        sample.End(5, SheetStatus.Failed, "E009", "E009");
        sample.Sheet(4).Measures = sample.Sheet(4).Measures with { Cost = 0.5m, CostSource = CostSource.Measured };
        sample.Sheet(5).Measures = sample.Sheet(5).Measures with { Cost = 0.25m, CostSource = CostSource.Estimated };

        ParentReport parent = Assert.Single((await sample.ReadJobAsync()).Parents);

        Assert.Equal((2, "review", 3), (parent.Number, parent.Title, parent.Items));
        Assert.Equal(new Dictionary<string, int> { ["Completed"] = 1, ["Failed"] = 1, ["Pending"] = 1 }, parent.ByStatus);
        Assert.Equal((25, 60), (parent.WorkedSeconds, parent.WaitedSeconds));
        Assert.Equal((0.75m, CostSource.Estimated), (parent.Cost, parent.CostSource));
        Assert.Equal("1 done, 1 failed, 1 pending", MarkdownItems.CountsOf(parent));
    }

    [Fact]
    public async Task Items_of_a_pipeline_belong_to_the_job()
    {
        SampleReports sample = WithItems(0, "a.jpg", "b[1].jpg");

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([0, 0], job.Sheets.Where(sheet => sheet.ItemKey is not null).Select(sheet => sheet.Parent));
        Assert.Equal(["Nightly", "Nightly"], job.Sheets.Where(sheet => sheet.ItemKey is not null).Select(sheet => sheet.Group));
        Assert.Equal((0, "Nightly", 2), (job.Parents[0].Number, job.Parents[0].Title, job.Parents[0].Items));
    }

    [Fact]
    public async Task The_critical_path_leads_through_the_item_that_ended_last()
    {
        SampleReports sample = WithItems(2, "slow", "fast");
        sample.Job.ConfigSnapshot = Score;
        foreach ((int sheet, double end, double duration) in new[] { (1, 10.0, 10.0), (4, 50, 40), (5, 20, 10), (3, 60, 10) })
        {
            sample.Add(sheet, 1, end, duration);
            sample.End(sheet, SheetStatus.Completed);
        }

        Assert.Equal([1, 4, 3], (await sample.ReadJobAsync()).CriticalPath);
    }

    [Fact]
    public void The_next_step_shows_the_attempts_of_an_item_that_failed_not_of_its_parent()
    {
        SampleReports sample = WithItems(2, "a", "b");
        sample.End(2, SheetStatus.Failed);
        sample.End(5, SheetStatus.Failed);

        IEnumerable<string> commands = NextSteps.Of(sample.Job, hasScore: true).Select(step => step.Command);

        Assert.Contains("Get-MarianneExecution -JobId 'night-1' -SheetNumber 5 | Format-List", commands);
    }

    [Fact]
    public void The_next_step_says_what_runs_and_does_not_count_the_parent_of_an_item_that_failed()
    {
        SampleReports sample = WithItems(2, "a", "b");
        sample.End(2, SheetStatus.Failed);
        sample.End(5, SheetStatus.Failed);
        sample.Job.Status = JobStatus.Failed;

        string purpose = NextSteps.Of(sample.Job, hasScore: true)[0].Purpose;

        Assert.StartsWith("Resumes the job: 1 failed sheet runs again, then 3 that are left.", purpose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_key_is_redacted()
    {
        var sample = new SampleReports { Secret = "correct-horse" };
        AddItems(sample, 2, "correct-horse.txt");

        SheetReport item = (await sample.ReadJobAsync()).Sheets.Single(sheet => sheet.ItemKey is not null);

        Assert.Equal("***.txt", item.ItemKey);
        Assert.DoesNotContain("horse", item.Title, StringComparison.Ordinal);
    }

    private static SampleReports WithItems(int parent, params string[] keys)
    {
        var sample = new SampleReports();
        AddItems(sample, parent, keys);
        return sample;
    }

    private static void AddItems(SampleReports sample, int parent, params string[] keys) =>
        ItemTransitions.Expand(sample.Job, new ItemList([.. keys.Select(key => new ItemInput(key, "1"))]) { Parent = parent });
}
