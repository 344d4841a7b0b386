using System.Globalization;
using System.Text;
using Marianne.Jobs;
using Marianne.Reports;
using Xunit;

namespace Marianne.Core.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void The_report_begins_with_the_result_and_the_command_that_continues()
    {
        JobReport complete = ReportJsonTests.Complete.Jobs[0];
        JobReport job = complete with { Parents = [], Sheets = [.. complete.Sheets.Select(sheet => sheet with { Parent = null })] };

        string text = MarkdownReport.Of(new Report { Jobs = [job] });

        const string summary = "0 of 1 sheet finished · 1 failed · 1 attempt,";
        Assert.StartsWith($"# `Nightly`: Running (its runner process is dead)\n\n{summary}", text, StringComparison.Ordinal);
        Assert.Contains("\n\nA sheet waits.\n\nResumes the job.\n\n```powershell\nInvoke-MarianneJob -Id 'a'\n```", text, StringComparison.Ordinal);
        Assert.Contains("| 1 | `t[x]` | Failed | 1 | 1.5 s | 1.5 s | $0.25 | `It failed.` |", text, StringComparison.Ordinal);
        Assert.Contains("| `E101` | 1 | 1 | 1.5 s | 2.0 s |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234.5", "$1,234.50")]
    [InlineData("0.000036", "$0.00")]
    public void The_report_shows_costs_as_the_module_does(string cost, string expected)
    {
        JobReport complete = ReportJsonTests.Complete.Jobs[0];
        SheetReport sheet = complete.Sheets[0] with { Parent = null, Cost = decimal.Parse(cost, CultureInfo.InvariantCulture) };

        string text = MarkdownReport.Of(new Report { Jobs = [complete with { Parents = [], Sheets = [sheet] }] });

        Assert.Contains($"| {expected} |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_what_no_live_worker_can_run()
    {
        JobReport job = ReportJsonTests.Complete.Jobs[0] with { MissingAbilities = ["script", "prompt:claude"] };
        Assert.Contains(
            "\n\nNo live worker can run the next sheets: none supports script, prompt:claude.\n\n",
            MarkdownReport.Of(new Report { Jobs = [job] }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "`<script>alert(1)</script>`")]
    [InlineData("@everyone [x](http://evil)", "`@everyone [x](http://evil)`")]
    [InlineData("a|b", "`a\\|b`")]
    [InlineData("`` tick", "``` `` tick ```")]
    [InlineData("two\nlines", "`two lines`")]
    [InlineData("\u202Eevil", "`\\u{202E}evil`")]
    public void A_hostile_text_is_shown_as_code(string text, string expected) => Assert.Equal(expected, MarkdownText.Code(text));

    [Fact]
    public void A_block_ends_where_its_text_ends() =>
        Assert.Equal("````\n```\n# not a heading\n````\n", MarkdownText.Block("```\n# not a heading\n"));

    [Fact]
    public void Items_are_a_row_for_each_parent_and_only_some_that_failed_are_named()
    {
        SheetReport[] items = [.. Enumerable.Range(2, 1_000).Select(number => new SheetReport
        {
            Number = number,
            Title = $"review[{number}]",
            Group = "review",
            Parent = 1,
            Status = number <= 38 ? SheetStatus.Failed : SheetStatus.Completed,
            WorkedSeconds = 1,
        })];
        SheetReport other = new() { Number = 1_002, Title = "other", Status = SheetStatus.Failed };
        JobReport job = ReportJsonTests.Complete.Jobs[0] with { Sheets = [.. items, other], Parents = ParentReport.Of(items) };

        string text = MarkdownReport.Of(new Report { Jobs = [job] });

        Assert.Contains("| 1 | `review` | 1000 | 963 done, 37 failed | 16 min 40 s | 0 ms |  |", text, StringComparison.Ordinal);
        Assert.Equal(20, text.Split("`review[").Length - 1);
        Assert.Contains("| 1002 | `other` | Failed |", text, StringComparison.Ordinal);
        Assert.Contains("\n17 more are not shown.\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "2 of 3 sheets and items finished · 1 failed · ", "## Failed sheets and items\n")]
    [InlineData(0, "3 of 4 sheets and items finished · 1 failed · ", "| 1 | `review` | Failed |")]
    public void A_sheet_that_failed_because_of_its_items_is_not_counted_too(int failedItems, string summary, string failed)
    {
        SheetReport[] items = [.. Enumerable.Range(2, 3).Select(number => new SheetReport
        {
            Number = number,
            Title = $"review[{number}]",
            Group = "review",
            Parent = 1,
            Status = number < 2 + failedItems ? SheetStatus.Failed : SheetStatus.Completed,
        })];
        SheetReport parent = new() { Number = 1, Title = "review", Status = SheetStatus.Failed };
        JobReport job = ReportJsonTests.Complete.Jobs[0] with { Sheets = [parent, .. items], Parents = ParentReport.Of(items) };

        string text = MarkdownReport.Of(new Report { Jobs = [job] });

        Assert.Contains(summary, text, StringComparison.Ordinal);
        Assert.Contains(failed, text, StringComparison.Ordinal);
        Assert.Equal(failedItems == 0, text.Contains("| 1 | `review` | Failed |", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_that_did_not_wait_says_nothing_of_waits()
    {
        JobReport job = ReportJsonTests.Complete.Jobs[0];
        string text = MarkdownReport.SummaryOf(job with { Totals = job.Totals with { WaitingSeconds = 0 } });
        Assert.DoesNotContain("waited", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_is_shorter_than_the_limit_of_a_build_summary()
    {
        SheetReport failed = ReportJsonTests.Complete.Jobs[0].Sheets[0] with { Error = new string('\u00e9', 2_000), Status = SheetStatus.Failed };
        JobReport job = ReportJsonTests.Complete.Jobs[0] with { Sheets = [.. Enumerable.Repeat(failed, 1_000)], Parents = [] };

        string text = MarkdownReport.Of(new Report { Jobs = [.. Enumerable.Repeat(job, 200)] });

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 100_000, MarkdownReport.LongestReport + 100);
        Assert.EndsWith("more jobs are not shown, because the report is too long.\n", text, StringComparison.Ordinal);
    }
}
