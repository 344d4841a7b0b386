namespace Marianne.History;

/// <summary>
/// How steps follow each other. A step is linked to its neighbours, so that nothing recurses and everything but a walk
/// takes constant time.
/// </summary>
internal sealed class StepTree(ExecutionHistory history)
{
    private readonly ExecutionStep _top = new(history, "", "", "", DataMode.Copy);

    // Indexed by level: it says how deep the tree is after a branch has gone.
    private readonly List<int> _stepsPerLevel = [0];
    private int _deepest;

    /// <summary>How many steps are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How deep it is: 1 with a root alone, 0 with nothing.</summary>
    public int Depth => Count == 0 ? 0 : _deepest - _top.Level;

    /// <summary>How deep a step is, from 1.</summary>
    public int DepthOf(ExecutionStep step) => step.Level - _top.Level;

    /// <summary>What the roots hang on, or a step's parent.</summary>
    public ExecutionStep Above(ExecutionStep? parent) => parent ?? _top;

    /// <summary>Adds a step as the last child of its parent, or as the last root.</summary>
    public void Append(ExecutionStep? parent, ExecutionStep step)
    {
        ExecutionStep above = parent ?? _top;
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

    /// <summary>Takes a step out with all that follows it.</summary>
    public void Remove(ExecutionStep branch)
    {
        Unlink(branch);
        branch.Parent = null;
        ExecutionStep? step = branch;
        while (step is not null)
        {
            // Children first: a step without any is let go, and the way back leads to its neighbour.
            if (step.FirstChild is { } child)
            {
                step = child;
                continue;
            }

            ExecutionStep? above = step == branch ? null : step.Parent;
            if (above is not null)
                Unlink(step);
            LetGo(step);
            step = above;
        }

        while (_deepest > _top.Level && _stepsPerLevel[_deepest] == 0)
            _deepest--;
    }

    /// <summary>Takes the only root out; its only child is the root from then on.</summary>
    public void RemoveRoot()
    {
        ExecutionStep root = _top.FirstChild!;
        ExecutionStep child = root.FirstChild!;
        child.Parent = _top;
        _top.FirstChild = _top.LastChild = child;
        _top.Level = root.Level;
        LetGo(root);
    }

    /// <summary>Every step, depth first.</summary>
    public IEnumerable<ExecutionStep> DepthFirst()
    {
        for (ExecutionStep? step = _top.FirstChild; step is not null; step = After(step))
            yield return step;
    }

    /// <summary>The steps from the root to a step.</summary>
    public ExecutionStep[] PathTo(ExecutionStep step)
    {
        var path = new ExecutionStep[DepthOf(step)];
        ExecutionStep? each = step;
        for (int place = path.Length - 1; place >= 0; place--)
        {
            path[place] = each!;
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

    private void LetGo(ExecutionStep step)
    {
        step.IsPruned = true;
        step.Parent = step.FirstChild = step.LastChild = step.Previous = step.Next = null;
        step.Side = null;
        _stepsPerLevel[step.Level]--;
        Count--;
    }
}
