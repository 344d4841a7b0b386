namespace Marianne.Scores;

/// <summary>
/// What sheets wait for because of approvals, although no key says so. A score that only lists its sheets means their order: what comes
/// before an approval is what is approved, and what comes after it needs the approval.
/// </summary>
/// <param name="score">The score.</param>
internal sealed class ApprovalOrder(Score score)
{
    /// <summary>Adds what sheets wait for to their dependencies. A dependency that would be a cycle is left out.</summary>
    /// <param name="dependencies">The dependencies by number.</param>
    public void AddTo(IDictionary<int, IReadOnlyCollection<int>> dependencies)
    {
        bool mayBeCycle = dependencies.Any(entry => entry.Value.Any(other => IsAfter(other, entry.Key)));
        List<int> approvals = [], since = [];
        foreach (int number in score.Numbers)
        {
            bool asks = score.SheetOf(number).Approval is not null;
            bool isFree = IsFree(number);
            if (isFree)
                Add(number, asks ? approvals.Concat(since) : approvals);
            if (asks && isFree)
            {
                approvals.Clear(); // It waits for them.
                since.Clear();
            }

            (asks ? approvals : since).Add(number);
        }

        void Add(int number, IEnumerable<int> others)
        {
            IReadOnlyCollection<int> own = dependencies.TryGetValue(number, out IReadOnlyCollection<int>? found) ? found : [];
            int[] added = [.. others.Where(other => !mayBeCycle || !DependsOn(dependencies, other, number))];
            if (added.Length > 0)
                dependencies[number] = [.. own.Concat(added).Distinct()];
        }
    }

    private bool IsAfter(int number, int other) =>
        score.Has(number) && score.Has(other) && score.Order.PositionOf(number) > score.Order.PositionOf(other);

    private bool IsFree(int number) => score.SheetOf(number).Needs.Count == 0 && score.ListedDependenciesOf(number).Count == 0;

    private static bool DependsOn(IDictionary<int, IReadOnlyCollection<int>> dependencies, int number, int other)
    {
        HashSet<int> seen = [];
        var open = new Stack<int>([number]);
        while (open.TryPop(out int next))
        {
            if (next == other)
                return true;
            if (seen.Add(next) && dependencies.TryGetValue(next, out IReadOnlyCollection<int>? needed))
            {
                foreach (int one in needed)
                    open.Push(one);
            }
        }

        return false;
    }
}
