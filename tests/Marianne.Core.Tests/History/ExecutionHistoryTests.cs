using Marianne.History;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Core.Tests.History;

public sealed class ExecutionHistoryTests
{
    private readonly FakeTimeProvider _time = new(Sample.Start);

    [Fact]
    public void A_new_history_is_empty_and_has_no_end()
    {
        ExecutionHistory history = Sample.New(time: _time);

        HistorySummary summary = history.Summarize();

        Assert.Equal(("orders", "exec-1", DataMode.Copy), (summary.FsmName, summary.ExecutionId, summary.DataMode));
        Assert.Equal(
            (0, 0, 0, 0, 0, 0),
            (summary.TotalSteps, summary.FailedSteps, summary.SkippedSteps, summary.CompletedSteps, summary.TreeDepth,
                summary.TotalPaths));
        Assert.Equal(Sample.Start, summary.StartTime);
        Assert.Null(summary.EndTime);
        Assert.Null(summary.Duration);
        Assert.Null(history.CurrentStep);
        Assert.Empty(history.CurrentPath());
        Assert.Empty(history.Paths());
    }

    [Fact]
    public void Completing_it_sets_its_end_and_its_duration()
    {
        ExecutionHistory history = Sample.New(time: _time);
        _time.Advance(TimeSpan.FromSeconds(1.5));

        history.Complete();

        Assert.Equal(Sample.Start.AddSeconds(1.5), history.EndTime);
        Assert.Equal(TimeSpan.FromSeconds(1.5), history.Duration);
    }

    [Fact]
    public void A_step_follows_the_specified_parent_or_the_current_step()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.Add("a");
        ExecutionStep second = history.Add("b");
        ExecutionStep branch = history.Add("c", root.Id);
        ExecutionStep last = history.Add("d", networkName: "other");

        Assert.Equal((null, root.Id, root.Id, branch.Id), (root.ParentId, second.ParentId, branch.ParentId, last.ParentId));
        Assert.Equal(("orders", "other"), (root.NetworkName, last.NetworkName));
        Assert.Same(last, history.CurrentStep);
        Assert.Equal("a c d", Sample.States(history.CurrentPath()));
        Assert.Equal("a b c d", Sample.States(history.Steps()));
        Assert.Equal(["a b", "a c d"], history.Paths().Select(Sample.States));
        Assert.Equal((1, 2, 2, 3), (root.Depth, second.Depth, branch.Depth, last.Depth));
        Assert.Equal(3, history.TreeDepth);
    }

    [Fact]
    public void A_parent_that_does_not_exist_is_an_error_and_nothing_is_added()
    {
        ExecutionHistory history = Sample.New();
        history.Add("a");

        Fails(MarianneError.StepNotFound, () => history.Add("b", "missing"));
        Fails(MarianneError.InvalidParameter, () => history.Add(" "));
        Fails(MarianneError.InvalidParameter, () => history.Add("b", networkName: ""));

        Assert.Equal("a", Sample.States(history.Steps()));
        Assert.Equal(1, history.TotalSteps);
    }

    [Fact]
    public void A_step_has_a_duration_from_its_start_to_its_end()
    {
        ExecutionHistory history = Sample.New(time: _time);
        ExecutionStep step = history.Add("a");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(history.Update(step.Id, Sample.To(StepStatus.InProgress)));
        Assert.Equal((StepStatus.InProgress, Sample.Start.AddSeconds(1)), (step.Status, step.StartTime));
        Assert.Null(step.Duration);
        _time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.True(history.Update(step.Id, new StepUpdate { Status = StepStatus.Completed, Arc = "ok" }));

        Assert.Equal((StepStatus.Completed, "ok", Sample.Start.AddSeconds(1.25)), (step.Status, step.ArcTaken, step.EndTime));
        Assert.Equal(TimeSpan.FromSeconds(0.25), step.Duration);
        Assert.Equal(Sample.Start, step.Timestamp);
    }

    [Fact]
    public void A_step_that_was_never_started_has_no_duration()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep step = history.AddDone("a");

        Assert.NotNull(step.EndTime);
        Assert.Null(step.StartTime);
        Assert.Null(step.Duration);
    }

    [Fact]
    public void A_failure_has_its_error_and_a_skip_its_reason()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep failed = history.Add("a");
        ExecutionStep skipped = history.Add("b");
        ExecutionStep unknown = history.Add("c");

        history.Update(failed.Id, new StepUpdate { Status = StepStatus.Failed, Error = "boom" });
        history.Update(skipped.Id, new StepUpdate { Status = StepStatus.Skipped, Reason = "not needed" });
        history.Update(unknown.Id, Sample.To(StepStatus.Skipped));

        Assert.Equal("boom", failed.Error);
        Assert.Equal("not needed", skipped.Metrics["skip_reason"]);
        Assert.Equal("Unknown", unknown.Metrics["skip_reason"]);
        Assert.Equal((3, 1, 2, 0), (history.TotalSteps, history.FailedSteps, history.SkippedSteps, history.CompletedSteps));
    }

    [Theory]
    [InlineData(StepStatus.Completed)]
    [InlineData(StepStatus.Failed)]
    [InlineData(StepStatus.Skipped)]
    public void A_final_status_cannot_be_changed(StepStatus final)
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep step = history.Add("a");
        history.Update(step.Id, Sample.To(final));
        DateTimeOffset? end = step.EndTime;

        foreach (StepStatus status in Enum.GetValues<StepStatus>())
            Fails(MarianneError.InvalidTransition, () => history.Update(step.Id, Sample.To(status)));

        Assert.Equal((final, end), (step.Status, step.EndTime));
        Assert.Equal(1, history.FailedSteps + history.SkippedSteps + history.CompletedSteps);
        history.Update(step.Id, new StepUpdate { Metrics = Of(("late", 1)) });
        Assert.Equal(1L, step.Metrics["late"]);
    }

    [Fact]
    public void A_started_step_cannot_become_pending()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep step = history.Add("a");
        history.Update(step.Id, Sample.To(StepStatus.InProgress));

        Fails(MarianneError.InvalidTransition, () => history.Update(step.Id, Sample.To(StepStatus.Pending)));
    }

    [Fact]
    public void An_update_of_a_missing_step_returns_false()
    {
        ExecutionHistory history = Sample.New();

        Assert.False(history.Update("missing", Sample.To(StepStatus.Completed)));
        Assert.Null(history.Find("missing"));
    }

    [Fact]
    public void An_invalid_update_changes_nothing()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep step = history.Add("a");

        StepUpdate[] refused =
        [
            new() { Status = StepStatus.Failed, Arc = "ok" },
            new() { Status = StepStatus.Completed, Error = "boom" },
            new() { Reason = "why" },
            new() { Status = StepStatus.Completed, ChunksProcessed = -1 },
            new() { Status = StepStatus.Completed, RecordsProcessed = -1 },
            new() { Status = StepStatus.Completed, Metrics = Of(("rate", double.NaN)) },
            new() { Status = StepStatus.Completed, Metrics = Of(("fine", 1), ("what", new object())) },
            new() { Status = StepStatus.Completed, Position = double.PositiveInfinity },
        ];
        foreach (StepUpdate update in refused)
            Fails(MarianneError.InvalidParameter, () => history.Update(step.Id, update));

        Assert.Equal(StepStatus.Pending, step.Status);
        Assert.Empty(step.Metrics);
        Assert.Null(step.EndTime);
        Assert.Equal(0, history.CompletedSteps);
    }

    [Fact]
    public void Metrics_resources_and_progress_are_added_to_the_previous_ones()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep step = history.Add("a");
        history.Update(step.Id, new StepUpdate { Metrics = Of(("rows", 1), ("kept", "x")), ChunksProcessed = 1, Position = 10 });
        history.Update(
            step.Id,
            new StepUpdate
            {
                Metrics = Of(("rows", 2)),
                RecordsProcessed = 7,
                ResourceUsage = Usage(("llm", Of(("duration", 1.5), ("tokens", 3)))),
            });
        history.Update(step.Id, new StepUpdate { ChunksProcessed = 2, ResourceUsage = Usage(("llm", Of(("tokens", 4)))) });

        Assert.Equal((2L, "x"), (step.Metrics["rows"], step.Metrics["kept"]));
        Assert.Equal((2L, 7L, 10L), (step.ChunksProcessed, step.RecordsProcessed, step.StreamProgress!["position"]));
        Assert.Equal((1.5, 4L), (step.ResourceUsage["llm"]["duration"], step.ResourceUsage["llm"]["tokens"]));
    }

    [Fact]
    public void Resources_and_streams_are_added_up_depth_first()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.Add("a");
        history.Add("b");
        ExecutionStep late = history.Add("c", root.Id);
        ExecutionStep deep = history.Add("d", "1");
        foreach (ExecutionStep step in (ExecutionStep[])[late, deep, root])
        {
            history.Update(
                step.Id,
                new StepUpdate
                {
                    ResourceUsage = Usage(("db", Of(("duration", 0.1))), ($"own {step.Id}", Of(("calls", 1)))),
                    ChunksProcessed = 2,
                    RecordsProcessed = 30,
                });
        }

        IReadOnlyDictionary<string, ResourceTotals> usage = history.ResourceUsage();

        Assert.Equal(["0", "3", "2"], usage["db"].Steps);
        Assert.Equal((3, 0.1 + 0.1 + 0.1), (usage["db"].TotalCalls, usage["db"].TotalDuration));
        Assert.Equal((1, 0.0), (usage["own 2"].TotalCalls, usage["own 2"].TotalDuration));
        Assert.Equal(new StreamTotals(6, 90, 0), history.StreamProgress());
    }

    [Fact]
    public void Steps_are_found_by_state_and_by_mode()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.Add("a");
        history.Add("b", dataMode: DataMode.Direct);
        history.Add("a");
        history.Add("b", root.Id);

        Assert.Equal(["0", "2"], history.StepsByState("a").Select(step => step.Id));
        Assert.Equal(["1", "3"], history.StepsByState(name => name != "a").Select(step => step.Id));
        Assert.Equal(["0", "2", "3"], history.StepsByMode(DataMode.Copy).Select(step => step.Id));
        Assert.Equal("1", Assert.Single(history.StepsByMode(DataMode.Direct)).Id);
        Assert.Empty(history.StepsByMode(DataMode.Reference));
        Assert.Same(root, history.Find("0"));
    }

    [Fact]
    public void A_snapshot_depends_on_the_options_and_the_mode()
    {
        var data = new Dictionary<string, object?> { ["rows"] = new List<int> { 1, 2 } };
        var history = new ExecutionHistory("orders", new ExecutionHistoryOptions { TakesSnapshots = true });
        var copied = (IReadOnlyDictionary<string, object?>)history.Add("a", data: data).DataSnapshot!;
        var referred = (DataReference)history.Add("b", data: data, dataMode: DataMode.Reference).DataSnapshot!;
        var direct = (DataReference)history.Add("c", data: data, dataMode: DataMode.Direct).DataSnapshot!;
        ((List<int>)data["rows"]!).Add(3);
        data["new"] = 1;

        Assert.Equal([1L, 2L], (IReadOnlyList<object?>)copied["rows"]!);
        Assert.Single(copied);
        Assert.Equal((data.GetType().FullName, 1L), (referred.Type, referred.Size));
        Assert.Equal(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(data), referred.Identity);
        Assert.Equal(new DataReference(data.GetType().FullName!, null, null), direct);
        Assert.Null(Sample.New().Add("d", data: data).DataSnapshot);
    }

    [Fact]
    public void Data_that_contains_itself_cannot_be_copied()
    {
        var data = new Dictionary<string, object?>();
        data["self"] = data;
        var history = new ExecutionHistory("orders", new ExecutionHistoryOptions { TakesSnapshots = true });

        Fails(MarianneError.InvalidParameter, () => history.Add("a", data: data));

        Assert.Equal(0, history.TotalSteps);
    }

    [Fact]
    public void Concurrent_use_by_two_threads_is_an_error()
    {
        MarianneException? refused = null;
        ExecutionHistory? entered = null;
        var history = new ExecutionHistory("orders", new ExecutionHistoryOptions { NewId = NewId });
        entered = history;
        history.Add("a");

        entered = null;
        var after = new Thread(() => history.Add("b"));
        after.Start();
        after.Join();

        Assert.Equal(MarianneError.HistoryInUse, refused?.Error);
        Assert.Equal("a b", Sample.States(history.Steps()));

        // Called while the history is in use.
        string NewId()
        {
            if (entered is { } busy)
            {
                var other = new Thread(() => refused = Record.Exception(() => busy.Steps()) as MarianneException);
                other.Start();
                other.Join();
            }

            return Guid.NewGuid().ToString();
        }
    }

    [Fact]
    public void It_is_drawn_as_branches_and_a_chain_is_not_indented()
    {
        ExecutionHistory history = Sample.New();
        ExecutionStep root = history.Add("a");
        ExecutionStep fork = history.Add("b");
        history.Add("c");
        history.Add("d");
        history.Add("e", fork.Id);
        history.Add("f", root.Id);
        history.Add("g");

        Assert.Equal(
            ["a", "+- b", "|  +- c", "|  |  d", "|  `- e", "`- f", "   g"],
            TreeLine.Draw(history).Select(line => line.Lead + line.Step.StateName));
        Assert.Empty(TreeLine.Draw(Sample.New()));
    }

    [Fact]
    public void The_width_of_a_drawing_is_limited()
    {
        ExecutionHistory history = Sample.New();
        for (int tooth = 0; tooth < 1000; tooth++)
        {
            ExecutionStep parent = history.Add("back");
            history.Add("tooth");
            history.Add("back", parent.Id);
        }

        List<TreeLine> lines = [.. TreeLine.Draw(history)];

        Assert.Equal(3000, lines.Count);
        Assert.True(lines.Max(line => line.Lead.Length) <= 3 * TreeLine.DeepestBranch);
    }

    private static Dictionary<string, object?> Of(params (string Name, object? Value)[] values) =>
        values.ToDictionary(pair => pair.Name, pair => pair.Value);

    private static Dictionary<string, IReadOnlyDictionary<string, object?>> Usage(
        params (string Name, IReadOnlyDictionary<string, object?> Value)[] values) =>
        values.ToDictionary(pair => pair.Name, pair => pair.Value);

    private static void Fails(MarianneError error, Action action) =>
        Assert.Equal(error, Assert.Throws<MarianneException>(action).Error);
}
