namespace Marianne.History;

/// <summary>A part of the tree that the current path left.</summary>
/// <param name="Root">Its first step, whose parent is on the current path.</param>
internal sealed record SideBranch(ExecutionStep Root)
{
    /// <summary>How many of its steps are not final yet.</summary>
    public int Unfinished { get; set; }

    /// <summary>Whether it still is one.</summary>
    public bool IsLive { get; set; } = true;
}

/// <summary>
/// Keeps a tree from growing too deep. It knows the side branches at every moment, so that a step costs the same
/// however many there are; only leaving a branch costs its length.
/// </summary>
internal sealed class StepPruning(StepTree tree, DataMode mode, int maximumDepth)
{
    private readonly Dictionary<ExecutionStep, SideBranch> _sides = [];
    private readonly Queue<SideBranch> _finished = [];

    /// <summary>Says that the current path will go on below another step than the current one.</summary>
    /// <param name="current">The current step.</param>
    /// <param name="parent">The step that the next one is added below; nothing when it is a root.</param>
    public void Leave(ExecutionStep current, ExecutionStep? parent)
    {
        ExecutionStep from = current;
        ExecutionStep to = tree.Above(parent);
        ExecutionStep? left = null;
        ExecutionStep? resumed = null;
        var beside = new List<ExecutionStep>();

        // Both ways lead up to where they meet: what hangs on the first is part of what is left, and what hangs on the
        // second is beside the path from now on.
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

    /// <summary>Says that a step is final.</summary>
    public void Finish(ExecutionStep step)
    {
        if (step.Side is { IsLive: true } side && --side.Unfinished == 0)
            _finished.Enqueue(side);
    }

    /// <summary>Takes out what the mode does not keep, when the tree is too deep.</summary>
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
