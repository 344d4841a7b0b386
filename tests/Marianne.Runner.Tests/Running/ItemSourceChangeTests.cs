using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Resumed jobs whose score finds its items in another source than before.</summary>
public sealed class ItemSourceChangeTests : RunnerTestBase
{
    [Fact]
    public async Task A_changed_source_is_read_again_with_force_and_what_is_done_stays_done()
    {
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await RunAsync(ScoreOf("a", "b", "c"));
        FakeExecutor.Seen.Clear();
        Score changed = ScoreOf("c", "b", "d", "e");

        await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(changed));
        JobPlan plan = await PlanAsync(new RunRequest { Score = changed, Force = true });
        PlannedSheet planned = plan.Sheets.Single(sheet => sheet.Name == "review");
        job = await RunAsync(new RunRequest { Score = changed, Force = true });

        Assert.Equal((RunReason.SourceChanged, "the source of its items changed", 4, "list"), (
            planned.Reasons.Single(), planned.Reason, planned.ItemCount, planned.ItemSource));
        Assert.Equal("depends on 1 'review'", plan.Sheets.Single(sheet => sheet.Name == "report").Reason);
        Assert.Equal((JobStatus.Completed, 7), (job.Status, job.TotalSheets));
        Assert.Equal([4, 6, 7, 2], FakeExecutor.Numbers.Order().Where(number => number > 2).Append(FakeExecutor.Numbers.Last()));
        Assert.Equal([1, 2, 1, 1, 1], job.Sheets.Skip(2).Select(sheet => sheet.AttemptCount));
        Assert.Equal(["a", "b", "c", "d", "e"], job.Sheets.Skip(2).Select(sheet => sheet.ItemKey));
        Assert.Equal(SheetStatus.Completed, job.Sheets[2].Status); // The item that is gone keeps its result.
        Assert.Equal([1, 5, 4, 6, 7, 3, 2], job.Sheets.NumbersInOrder());
    }

    [Fact]
    public async Task A_source_that_uses_another_value_of_a_parameter_is_read_again()
    {
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf("x");
        score = score with
        {
            Parameters = new Dictionary<string, ParameterOptions> { ["files"] = new() { Type = ParameterType.List, Default = new object[] { "a", "b" } } },
            Sheets = [score.Sheets[0] with { ForEach = new ForEachOptions { In = "{files}" } }, score.Sheets[1]],
        };
        await RunAsync(score);
        FakeExecutor.Seen.Clear();

        Job job = await RunAsync(new RunRequest
        {
            Score = score,
            Parameters = new Dictionary<string, object?> { ["files"] = new object[] { "a", "c" } },
            Force = true,
        });

        Assert.Equal([5, 2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, SheetStatus.Failed), (job.Status, job.Sheets[3].Status)); // The item that failed is gone.
    }

    [Fact]
    public async Task Other_limits_are_no_other_source()
    {
        FakeExecutor.Return(4, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf("a", "b");
        await RunAsync(score);

        JobPlan plan = await PlanAsync(
            score with { Sheets = [score.Sheets[0] with { ForEach = score.Sheets[0].ForEach! with { Concurrency = 2 } }, score.Sheets[1]] });

        Assert.Equal("it failed", plan.Sheets.Single(sheet => sheet.Name == "review").Reason);
    }

    private Score ScoreOf(params object[] items) => base.ScoreOf(2) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets =
        [
            new ScoreSheet { Name = "review", Command = "check {item}", ForEach = new ForEachOptions { In = items } },
            new ScoreSheet { Name = "report", Command = "x", Needs = ["review"] },
        ],
    };
}
