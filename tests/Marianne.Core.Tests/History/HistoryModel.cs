using Marianne.History;
using Xunit;

namespace Marianne.Core.Tests.History;

/// <summary>A simple and slow model of a history, to compare the implementation with.</summary>
internal sealed class HistoryModel(DataMode mode, int? maximumDepth)
{
    private readonly List<Node> _added = [];
    private Node? _current;

    public int Count => _added.Count;

    /// <summary>The ids of the steps of the tree.</summary>
    public string[] InTree => [.. _added.Where(node => !node.IsPruned).Select(node => node.Id)];

    public string IdAt(int index) => _added[index].Id;

    public bool CanBecome(int index, StepStatus status)
    {
        StepStatus before = _added[index].Status;
        return before is StepStatus.Pending || (before is StepStatus.InProgress && status is not StepStatus.Pending);
    }

    public void Become(int index, StepStatus status) => _added[index].Status = status;

    public void Add(string id, string? parentId)
    {
        Node? parent = parentId is null ? _current : _added.Single(node => node.Id == parentId);
        _current = new Node(id) { Parent = parent };
        _added.Add(_current);
        Prune();
    }

    public void AssertSame(ExecutionHistory history, bool isImported = false)
    {
        Node[] tree = [.. DepthFirst(null)];
        Assert.Equal(tree.Select(node => node.Id), history.Steps().Select(step => step.Id));
        Assert.Equal(tree.Select(node => node.Parent?.Id), history.Steps().Select(step => step.ParentId));
        Assert.Equal(tree.Select(Depth), history.Steps().Select(step => step.Depth));
        Assert.Equal(_added.Select(node => node.Id), history.StepsByMode(mode).Select(step => step.Id));
        Assert.Equal(_added.Select(node => node.IsPruned), history.StepsByMode(mode).Select(step => step.IsPruned));
        Assert.Equal(
            tree.Where(IsLeaf).Select(leaf => string.Join(' ', PathTo(leaf).Select(node => node.Id))),
            history.Paths().Select(path => string.Join(' ', path.Select(step => step.Id))));

        HistorySummary summary = history.Summarize();
        Assert.Equal(_added.Count, summary.TotalSteps);
        Assert.Equal(_added.Count(node => node.Status is StepStatus.Failed), summary.FailedSteps);
        Assert.Equal(_added.Count(node => node.Status is StepStatus.Skipped), summary.SkippedSteps);
        Assert.Equal(_added.Count(node => node.Status is StepStatus.Completed), summary.CompletedSteps);
        Assert.Equal(tree.Select(Depth).DefaultIfEmpty(0).Max(), summary.TreeDepth);
        Assert.Equal(tree.Count(IsLeaf), summary.TotalPaths);
        string? current = isImported ? tree.LastOrDefault(IsLeaf)?.Id : _current?.Id;
        Assert.Equal(current, history.CurrentStep?.Id);
        Assert.Equal(current, history.CurrentPath() is [.., var last] ? last.Id : null);
    }

    private void Prune()
    {
        if (maximumDepth is not { } maximum || mode == DataMode.Copy
            || _added.Where(node => !node.IsPruned).Max(Depth) <= maximum)
            return;

        Node[] path = [.. PathTo(_current!)];
        foreach (Node? parent in path.Prepend(null))
        {
            foreach (Node side in Children(parent).Except(path).ToArray())
            {
                Node[] branch = [.. DepthFirst(side).Prepend(side)];
                if (mode == DataMode.Direct || branch.All(node => node.Status > StepStatus.InProgress))
                    Array.ForEach(branch, node => node.IsPruned = true);
            }
        }

        if (mode != DataMode.Direct || path.Length <= maximum)
            return;
        Array.ForEach(path[..^maximum], node => node.IsPruned = true);
        path[^maximum].Parent = null;
    }

    private IEnumerable<Node> Children(Node? parent) => _added.Where(node => !node.IsPruned && node.Parent == parent);

    private IEnumerable<Node> DepthFirst(Node? above) =>
        Children(above).SelectMany(child => DepthFirst(child).Prepend(child));

    private bool IsLeaf(Node node) => !Children(node).Any();

    private static int Depth(Node node) => PathTo(node).Count;

    private static Stack<Node> PathTo(Node node)
    {
        var path = new Stack<Node>();
        for (Node? each = node; each is not null; each = each.Parent)
            path.Push(each);
        return path;
    }

    private sealed class Node(string id)
    {
        public string Id => id;

        public Node? Parent { get; set; }

        public StepStatus Status { get; set; }

        public bool IsPruned { get; set; }
    }
}
