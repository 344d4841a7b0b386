namespace Marianne.Scores;

/// <summary>
/// Finds the changes of a score that concern sheets that are done: they were run with the earlier score, and are not run again.
/// </summary>
public static class DoneSheetChanges
{
    /// <summary>Compares two scores. Returns each change in words; the result is empty if no sheet that is done is concerned.</summary>
    /// <param name="before">The earlier score.</param>
    /// <param name="after">The later score.</param>
    /// <param name="isFileChanged">Determines whether the content of a sheet's file has changed.</param>
    /// <param name="isDone">Determines whether a sheet is Completed or Skipped.</param>
    public static IReadOnlyList<string> Between(
        Score before, Score after, Func<int, bool> isFileChanged, Func<int, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(isFileChanged);
        ArgumentNullException.ThrowIfNull(isDone);

        var dependencies = (Before: SheetDependencies.Of(before), After: SheetDependencies.Of(after));
        int[] done = [.. before.Numbers.Where(isDone).Order()];
        int[] concerned = [.. WithDependencies(dependencies.Before, done)];
        if (concerned.Length == 0)
            return [];

        List<string> changes = [];
        if (before.WorkspacePath != after.WorkspacePath)
            changes.Add("workspace changed");
        foreach (int number in concerned)
        {
            if (ChangeOf(number, before, after, isFileChanged, dependencies) is { } change)
                changes.Add(isDone(number) ? $"sheet {number}, which is done: {change}" : $"sheet {number}, which others used: {change}");
        }

        return changes;
    }

    /// <summary>Returns the numbers of the sheets of which both scores say something else.</summary>
    /// <param name="before">The earlier score.</param>
    /// <param name="after">The later score.</param>
    /// <param name="isFileChanged">Determines whether the content of a sheet's file has changed.</param>
    public static IReadOnlySet<int> NumbersBetween(Score before, Score after, Func<int, bool> isFileChanged)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(isFileChanged);

        var dependencies = (Before: SheetDependencies.Of(before), After: SheetDependencies.Of(after));
        return before.Numbers.Where(after.Has)
            .Where(number => ChangeOf(number, before, after, isFileChanged, dependencies) is not null).ToHashSet();
    }

    private static string? ChangeOf(
        int number,
        Score before,
        Score after,
        Func<int, bool> isFileChanged,
        (IReadOnlyDictionary<int, IReadOnlyCollection<int>> Before, IReadOnlyDictionary<int, IReadOnlyCollection<int>> After) dependencies)
    {
        if (!after.Has(number))
            return "removed";

        ScoreSheet old = before.SheetOf(number);
        ScoreSheet now = after.SheetOf(number);
        string[] parts =
        [
            .. SheetWork.Of(old) == SheetWork.Of(now) ? Array.Empty<string>() : ["changed"],
            .. isFileChanged(number) ? ["its file changed"] : Array.Empty<string>(),
            .. now.Prompt is not null && before.InstrumentOf(number) != after.InstrumentOf(number) ? ["instrument changed"] : Array.Empty<string>(),
            .. DependenciesOf(dependencies.Before, number).SetEquals(DependenciesOf(dependencies.After, number))
                ? Array.Empty<string>()
                : ["its dependencies changed"],
            .. ConditionsOf(before, number) == ConditionsOf(after, number) ? Array.Empty<string>() : ["its conditions changed"],
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static HashSet<int> DependenciesOf(IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies, int number) =>
        [.. dependencies.GetValueOrDefault(number, [])];

    /// <summary>The validations of a sheet, and the conditions under which it is skipped.</summary>
    private static string ConditionsOf(Score score, int number) => string.Join('\n', score.RulesOf(number)
        .Select(rule => ScoreJson.TextOf(ScoreTree.Of(rule with { Sheet = null, Condition = null })))
        .Append(score.SkipOf(number) is { } skip
            ? ScoreJson.TextOf(ScoreTree.Of(skip)) : "")
        .Append(score.SheetOf(number).When ?? ""));

    /// <summary>Adds the sheets that sheets depend on, directly or indirectly.</summary>
    private static SortedSet<int> WithDependencies(IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies, int[] numbers)
    {
        SortedSet<int> all = [];
        var open = new Stack<int>(numbers);
        while (open.TryPop(out int number))
        {
            if (!all.Add(number))
                continue;
            foreach (int other in DependenciesOf(dependencies, number))
                open.Push(other);
        }

        return all;
    }
}
