namespace Marianne.History;

/// <summary>A branch of the tree that does not contain the current step.</summary>
/// <param name="Root">The first step of the branch. Its parent is on the current path.</param>
internal sealed record SideBranch(ExecutionStep Root)
{
    /// <summary>The number of steps whose status is not final.</summary>
    public int Unfinished { get; set; }

    /// <summary>Indicates whether it is still a side branch.</summary>
    public bool IsLive { get; set; } = true;
}

/// <summary>
/// Limits the depth of a tree. The side branches are always known, so that the cost of a step does not depend on their
/// number; only leaving a branch takes time proportional to its length.
/// </summary>
internal sealed class StepPruning(StepTree tree, DataMode mode, int maximumDepth)
{
    private readonly Dictionary<ExecutionStep, SideBranch> _sides = [];
    private readonly Queue<SideBranch> _finished = [];

    /// <summary>Updates the side branches before a step is added that does not follow the current step.</summary>
    /// <param name="current">The current step.</param>
    /// <param name="parent">The parent of the next step; <c>null</c> for a root.</param>
    public void Leave(ExecutionStep current, ExecutionStep? parent)
    {
        ExecutionStep from = current;
        ExecutionStep to = tree.ParentOrTop(parent);
        ExecutionStep? left = null;
        ExecutionStep? resumed = null;
        var beside = new List<ExecutionStep>();

        // Walk up from both steps to their common ancestor. Branches along the first path belong to the branch that is
        // left; branches along the second path become side branches.
        while (from != to)
        {
            if (from.Level >= to.Level)
            {
                ForEachChild(from, except: left, Unregister);
                left = from;
                from = from.Parent!;
            }
            else
            {
                ForEachChild(to, except: resumed, beside.Add);
                resumed = to;
                to = to.Parent!;
            }
        }

        if (resumed is not null)
            Unregister(resumed);
        if (left is not null)
            beside.Add(left);
        beside.ForEach(Register);
    }

    /// <summary>Records that the status of a step became final.</summary>
    public void Finish(ExecutionStep step)
    {
        if (step.Side is { IsLive: true } side && --side.Unfinished == 0)
            _finished.Enqueue(side);
    }

    /// <summary>Removes the steps that the data mode does not keep if the tree is too deep.</summary>
    public void Prune(ExecutionStep current)
    {
        if (tree.Depth <= maximumDepth)
            return;

        if (mode == DataMode.Reference)
        {
            while (_finished.TryDequeue(out SideBranch? side))
            {
                if (side.IsLive)
                    Remove(side.Root);
            }

            return;
        }

        foreach (ExecutionStep root in _sides.Keys.ToArray())
            Remove(root);
        while (tree.DepthOf(current) > maximumDepth)
            tree.RemoveRoot();
    }

    private void Remove(ExecutionStep root)
    {
        Unregister(root);
        tree.Remove(root);
    }

    private void Register(ExecutionStep root)
    {
        var side = new SideBranch(root);
        _sides.Add(root, side);
        if (mode != DataMode.Reference)
            return;

        ExecutionStep? step = root;
        while (step is not null)
        {
            step.Side = side;
            side.Unfinished += step.IsFinal ? 0 : 1;
            step = After(step, root);
        }

        if (side.Unfinished == 0)
            _finished.Enqueue(side);
    }

    private void Unregister(ExecutionStep root)
    {
        if (_sides.Remove(root, out SideBranch? side))
            side.IsLive = false;
    }

    private static ExecutionStep? After(ExecutionStep step, ExecutionStep root)
    {
        if (step.FirstChild is { } child)
            return child;

        while (step != root && step.Next is null)
            step = step.Parent!;
        return step == root ? null : step.Next;
    }

    private static void ForEachChild(ExecutionStep parent, ExecutionStep? except, Action<ExecutionStep> action)
    {
        for (ExecutionStep? child = parent.FirstChild; child is not null; child = child.Next)
        {
            if (child != except)
                action(child);
        }
    }
}
