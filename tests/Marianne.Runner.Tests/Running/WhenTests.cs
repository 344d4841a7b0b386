using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Sheets that run only if a condition on parameters is true.</summary>
public sealed class WhenTests : RunnerTestBase
{
    private Score Score => ScoreOf(3) with
    {
        Parameters = new Dictionary<string, ParameterOptions>
        {
            ["branch"] = new() { Default = "main" },
            ["count"] = new() { Type = ParameterType.Int, Default = 0L },
        },
        Sheets =
        [
            new ScoreSheet { Name = "find", Command = "do 1" },
            new ScoreSheet { Name = "publish", Command = "do 2", When = "{branch} == 'main' and {count} > 0" },
            new ScoreSheet { Name = "report", Command = "do 3", Needs = ["publish"] },
        ],
    };

    [Fact]
    public async Task A_false_condition_skips_the_sheet_and_says_why()
    {
        JobPlan plan = await PlanAsync(Score);
        Job job = await RunAsync(Score);

        Assert.Equal([PlannedAction.Play, PlannedAction.MayBeSkipped, PlannedAction.Play], plan.Sheets.Select(sheet => sheet.Action));
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 3], FakeExecutor.Numbers);
        Assert.Equal(
            (SheetStatus.Skipped, "The condition {branch} == 'main' and {count} > 0 is false: branch is 'main', count is 0."),
            (job.Sheets[1].Status, job.Sheets[1].ErrorMessage));
        Assert.Equal(job.Sheets[1].ErrorMessage, Assert.Single(EventsOf(JobEventKind.SheetSkipped)).Message);
    }

    [Fact]
    public async Task A_true_condition_runs_the_sheet()
    {
        Dictionary<string, object?> parameters = new() { ["count"] = 2 };

        await RunAsync(new RunRequest { Score = Score, Parameters = parameters });

        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_changed_condition_of_a_sheet_that_is_done_is_refused()
    {
        FakeExecutor.Return(3, FakeExecutor.Failure());
        await RunAsync(Score);
        ScoreSheet[] sheets = [.. Score.Sheets];
        sheets[1] = sheets[1] with { When = "{count} == 0" };

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(Score with { Sheets = sheets }));

        Assert.Contains("sheet 2, which is done: its conditions changed", error.Message);
    }
}
