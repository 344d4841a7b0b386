namespace Marianne.History;

/// <summary>
/// The links between steps. Each step is linked to its neighbours, so that no method is recursive, and all but the
/// traversals take constant time.
/// </summary>
internal sealed class StepTree(ExecutionHistory history)
{
    private readonly ExecutionStep _top = new(history, "", "", "", DataMode.Copy);

    // Indexed by level. It determines the depth of the tree after a branch was removed.
    private readonly List<int> _stepsPerLevel = [0];
    private int _deepest;

    /// <summary>The number of steps in the tree.</summary>
    public int Count { get; private set; }

    /// <summary>The depth of the tree: 1 with only a root, 0 without steps.</summary>
    public int Depth => Count == 0 ? 0 : _deepest - _top.Level;

    /// <summary>Returns the depth of a step; a root has the depth 1.</summary>
    public int DepthOf(ExecutionStep step) => step.Level - _top.Level;

    /// <summary>Returns the parent, or the node above the roots if the parent is <c>null</c>.</summary>
    public ExecutionStep ParentOrTop(ExecutionStep? parent) => parent ?? _top;

    /// <summary>Adds a step as the last child of a parent, or as the last root.</summary>
    public void Append(ExecutionStep? parent, ExecutionStep step)
    {
        ExecutionStep above = ParentOrTop(parent);
        step.Parent = above;
        step.Level = above.Level + 1;
        step.Previous = above.LastChild;
        if (above.LastChild is { } last)
            last.Next = step;
        else
            above.FirstChild = step;
        above.LastChild = step;

        while (_stepsPerLevel.Count <= step.Level)
            _stepsPerLevel.Add(0);
        _stepsPerLevel[step.Level]++;
        _deepest = Math.Max(_deepest, step.Level);
        Count++;
    }

    /// <summary>Removes a step with all of its descendants.</summary>
    public void Remove(ExecutionStep branch)
    {
        Unlink(branch);
        branch.Parent = null;
        ExecutionStep? step = branch;
        while (step is not null)
        {
            // Descendants first: a step without children is detached, and the loop returns to its parent.
            if (step.FirstChild is { } child)
            {
                step = child;
                continue;
            }

            ExecutionStep? above = step == branch ? null : step.Parent;
            if (above is not null)
                Unlink(step);
            Detach(step);
            step = above;
        }

        while (_deepest > _top.Level && _stepsPerLevel[_deepest] == 0)
            _deepest--;
    }

    /// <summary>Removes the only root. Its only child becomes the root.</summary>
    public void RemoveRoot()
    {
        ExecutionStep root = _top.FirstChild!;
        ExecutionStep child = root.FirstChild!;
        child.Parent = _top;
        _top.FirstChild = _top.LastChild = child;
        _top.Level = root.Level;
        Detach(root);
    }

    /// <summary>Returns all steps, depth first.</summary>
    public IEnumerable<ExecutionStep> DepthFirst()
    {
        for (ExecutionStep? step = _top.FirstChild; step is not null; step = After(step))
            yield return step;
    }

    /// <summary>Returns the steps from the root to a step.</summary>
    public ExecutionStep[] PathTo(ExecutionStep step)
    {
        var path = new ExecutionStep[DepthOf(step)];
        ExecutionStep? each = step;
        for (int index = path.Length - 1; index >= 0; index--)
        {
            path[index] = each!;
            each = each!.Parent;
        }

        return path;
    }

    private static ExecutionStep? After(ExecutionStep step)
    {
        if (step.FirstChild is { } child)
            return child;

        ExecutionStep? each = step;
        while (each is not null && each.Next is null)
            each = each.Parent;
        return each?.Next;
    }

    private static void Unlink(ExecutionStep step)
    {
        ExecutionStep above = step.Parent!;
        if (step.Previous is { } previous)
            previous.Next = step.Next;
        else
            above.FirstChild = step.Next;
        if (step.Next is { } next)
            next.Previous = step.Previous;
        else
            above.LastChild = step.Previous;
    }

    private void Detach(ExecutionStep step)
    {
        step.IsPruned = true;
        step.Parent = step.FirstChild = step.LastChild = step.Previous = step.Next = null;
        step.Side = null;
        _stepsPerLevel[step.Level]--;
        Count--;
    }
}
