using CsCheck;
using Marianne.History;
using Xunit;

namespace Marianne.Core.Tests.History;

public sealed class PruningTests
{
    [Fact]
    public void Copy_keeps_every_step()
    {
        ExecutionHistory history = Sample.New(DataMode.Copy, maximumDepth: 2);
        ExecutionStep root = history.AddDone("a");
        history.AddDone("b");
        history.AddDone("c");
        history.AddDone("d", root.Id);

        Assert.Equal("a b c d", Sample.States(history.Steps()));
    }

    [Fact]
    public void Reference_removes_side_branches_in_which_every_step_has_ended()
    {
        ExecutionHistory history = Sample.New(DataMode.Reference, maximumDepth: 2);
        ExecutionStep root = history.AddDone("a");
        ExecutionStep open = history.Add("open", root.Id);
        ExecutionStep done = history.AddDone("done", root.Id);
        history.AddDone("b", root.Id);
        Assert.Equal("a open done b", Sample.States(history.Steps()));

        history.AddDone("c");

        Assert.Equal("a open b c", Sample.States(history.Steps()));
        Assert.True(done.IsPruned);
        Assert.Equal((5, 4, 3), (history.TotalSteps, history.CompletedSteps, history.TreeDepth));
        Assert.Equal("a open done b c", Sample.States(history.StepsByMode(DataMode.Reference)));
        Assert.Same(done, history.Find(done.Id));

        history.Update(open.Id, Sample.To(StepStatus.Failed));
        history.AddDone("d");
        Assert.Equal("a b c d", Sample.States(history.Steps()));
        Assert.Equal((6, 1), (history.TotalSteps, history.FailedSteps));
    }

    [Fact]
    public void Direct_keeps_the_last_steps_of_the_current_path()
    {
        ExecutionHistory history = Sample.New(DataMode.Direct, maximumDepth: 2);
        ExecutionStep root = history.Add("a");
        history.Add("side");
        history.Add("b", root.Id);
        history.Add("c");

        Assert.Equal("b c", Sample.States(history.Steps()));
        Assert.Equal((2, 4), (history.TreeDepth, history.TotalSteps));
        Assert.Equal((0, 1, 2), (root.Depth, history.Steps()[0].Depth, history.CurrentStep!.Depth));
        Assert.Null(history.Steps()[0].ParentId);
        Assert.Equal("a side b c", Sample.States(history.StepsByMode(DataMode.Direct)));
        Assert.Equal(MarianneError.StepNotFound, Assert.Throws<MarianneException>(() => history.Add("x", root.Id)).Error);
        Assert.True(history.Update(root.Id, Sample.To(StepStatus.Completed)));
        Assert.Equal(1, history.CompletedSteps);
    }

    [Fact]
    public void Pruned_steps_are_exported_and_imported()
    {
        ExecutionHistory history = Sample.New(DataMode.Direct, maximumDepth: 1);
        history.AddDone("a");
        history.AddDone("b");

        string json = Sample.Json(history);
        ExecutionHistory imported = Sample.Read(json);

        Assert.Equal(json, Sample.Json(imported));
        Assert.Equal("b", Sample.States(imported.Steps()));
        Assert.Equal("a b", Sample.States(imported.StepsByMode(DataMode.Direct)));
        Assert.True(imported.Find("0")!.IsPruned);
        Assert.Equal((2, 2), (imported.TotalSteps, imported.CompletedSteps));
    }

    /// <summary>Compares a history with a simple model after random changes.</summary>
    [Theory]
    [InlineData(DataMode.Copy, null)]
    [InlineData(DataMode.Copy, 3)]
    [InlineData(DataMode.Reference, 1)]
    [InlineData(DataMode.Reference, 3)]
    [InlineData(DataMode.Direct, 1)]
    [InlineData(DataMode.Direct, 3)]
    public void A_history_behaves_like_a_simple_model(DataMode mode, int? maximumDepth)
    {
        Gen<(int Kind, int Index, StepStatus Status)> action = Gen.Select(
            Gen.Int[0, 9], Gen.Int[0, 1000], Gen.Enum<StepStatus>());

        action.Array[0, 50].Sample(actions =>
        {
            ExecutionHistory history = Sample.New(mode, maximumDepth);
            var model = new HistoryModel(mode, maximumDepth);
            foreach ((int kind, int index, StepStatus status) in actions)
            {
                Act(history, model, kind, index, status);
                model.AssertSame(history);
            }

            string json = Sample.Json(history);
            ExecutionHistory imported = Sample.Read(json);
            model.AssertSame(imported, isImported: true);
            Assert.Equal(json, Sample.Json(imported));
        });
    }

    private static void Act(ExecutionHistory history, HistoryModel model, int kind, int index, StepStatus status)
    {
        if (kind < 6)
        {
            string[] ids = model.InTree;
            string? parent = kind < 3 || ids.Length == 0 ? null : ids[index % ids.Length];
            model.Add(history.Add("state", parent).Id, parent);
        }
        else if (model.Count > 0 && model.CanBecome(index % model.Count, status))
        {
            Assert.True(history.Update(model.IdAt(index % model.Count), Sample.To(status)));
            model.Become(index % model.Count, status);
        }
    }
}
