namespace Marianne.History;

/// <summary>A step in a drawing of the tree, and what is drawn before it.</summary>
/// <param name="Lead">The lines of the branches that it is in, in plain characters.</param>
/// <param name="Step">The step.</param>
public readonly record struct TreeLine(string Lead, ExecutionStep Step)
{
    /// <summary>The deepest nesting of branches that is drawn as such; deeper ones are drawn at its place.</summary>
    public const int DeepestBranch = 30;

    private const string Branch = "+- ";
    private const string LastBranch = "`- ";
    private const string Beside = "|  ";
    private const string Under = "   ";

    /// <summary>
    /// The lines of a tree, depth first. A step that alone follows another is drawn below it; of several, each begins a
    /// branch. So a long chain stays as narrow as a short one.
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

        // The last child first, for it is drawn last.
        void Push(ExecutionStep parent, string below, int nesting)
        {
            bool isAlone = parent.FirstChild == parent.LastChild;
            bool isTooDeep = nesting == DeepestBranch;
            for (ExecutionStep? child = parent.LastChild; child is not null; child = child.Previous)
            {
                if (isAlone)
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
