namespace Marianne.History;

/// <summary>One line of a drawing of the tree.</summary>
/// <param name="Lead">The lines of the branches to the left of the step, in ASCII characters.</param>
/// <param name="Step">The step.</param>
public readonly record struct TreeLine(string Lead, ExecutionStep Step)
{
    /// <summary>The maximum number of nested branches that are indented. Deeper branches are not indented further.</summary>
    public const int DeepestBranch = 30;

    private const string Branch = "+- ";
    private const string LastBranch = "`- ";
    private const string Beside = "|  ";
    private const string Under = "   ";

    /// <summary>
    /// Draws the lines of a tree, depth first. An only child is drawn below its parent without indentation, so that a
    /// long chain is as narrow as a short one. Of several children, each begins a branch.
    /// </summary>
    public static IEnumerable<TreeLine> Draw(ExecutionHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var rest = new Stack<(ExecutionStep Step, string Lead, string Below, int Nesting)>();
        IReadOnlyList<ExecutionStep> steps = history.Steps();
        if (steps.Count > 0)
            Push(steps[0].Parent!, "", 0);

        while (rest.TryPop(out (ExecutionStep Step, string Lead, string Below, int Nesting) line))
        {
            yield return new TreeLine(line.Lead, line.Step);
            Push(line.Step, line.Below, line.Nesting);
        }

        // The last child is pushed first, because it is drawn last.
        void Push(ExecutionStep parent, string below, int nesting)
        {
            bool isOnlyChild = parent.FirstChild == parent.LastChild;
            bool isTooDeep = nesting == DeepestBranch;
            for (ExecutionStep? child = parent.LastChild; child is not null; child = child.Previous)
            {
                if (isOnlyChild)
                    rest.Push((child, below, below, nesting));
                else if (isTooDeep)
                    rest.Push((child, below[..^Under.Length] + Branch, below, nesting));
                else if (child == parent.LastChild)
                    rest.Push((child, below + LastBranch, below + Under, nesting + 1));
                else
                    rest.Push((child, below + Branch, below + Beside, nesting + 1));
            }
        }
    }
}
