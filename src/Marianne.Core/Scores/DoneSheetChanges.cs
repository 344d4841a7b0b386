using Marianne.Policies;

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

        int[] concerned = [.. WithDependencies(before, [.. Enumerable.Range(1, before.Sheets.Count).Where(isDone)])];
        if (concerned.Length == 0)
            return [];

        List<string> changes = [];
        if (before.WorkspacePath != after.WorkspacePath)
            changes.Add("workspace changed");
        foreach (int number in concerned)
        {
            if (ChangeOf(number, before, after, isFileChanged) is { } change)
                changes.Add(isDone(number) ? $"sheet {number}, which is done: {change}" : $"sheet {number}, which others used: {change}");
        }

        return changes;
    }

    private static string? ChangeOf(int number, Score before, Score after, Func<int, bool> isFileChanged)
    {
        if (number > after.Sheets.Count)
            return "removed";

        ScoreSheet old = before.Sheets[number - 1];
        ScoreSheet now = after.Sheets[number - 1];
        string[] parts =
        [
            .. WorkOf(old) == WorkOf(now) ? Array.Empty<string>() : ["changed"],
            .. isFileChanged(number) ? ["its file changed"] : Array.Empty<string>(),
            .. now.Prompt is not null && before.InstrumentOf(number) != after.InstrumentOf(number) ? ["instrument changed"] : Array.Empty<string>(),
            .. DependenciesOf(before, number).SetEquals(DependenciesOf(after, number))
                ? Array.Empty<string>() : ["its dependencies changed"],
            .. ConditionsOf(before, number) == ConditionsOf(after, number) ? Array.Empty<string>() : ["its conditions changed"],
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>The work of a sheet as text. Its name and its time limit do not matter when it is done.</summary>
    private static string WorkOf(ScoreSheet sheet) =>
        ScoreJson.TextOf(ScoreTree.Of(sheet with { Name = null, TimeoutSeconds = null }));

    private static HashSet<int> DependenciesOf(Score score, int number) =>
        [.. score.Sheet.Dependencies.GetValueOrDefault(number, [])];

    /// <summary>The validations of a sheet, and the condition under which it is skipped.</summary>
    private static string ConditionsOf(Score score, int number) => string.Join('\n', score.Validations
        .Where(rule => rule.IsFor(number))
        .Select(rule => ScoreJson.TextOf(ScoreTree.Of(rule with { Sheet = null, Condition = null })))
        .Append(score.Sheet.SkipWhenCommand.TryGetValue(number, out SkipWhenOptions? skip)
            ? ScoreJson.TextOf(ScoreTree.Of(skip)) : ""));

    /// <summary>Adds the sheets that sheets depend on, directly or indirectly.</summary>
    private static SortedSet<int> WithDependencies(Score score, int[] numbers)
    {
        SortedSet<int> all = [];
        var open = new Stack<int>(numbers);
        while (open.TryPop(out int number))
        {
            if (!all.Add(number))
                continue;
            foreach (int other in DependenciesOf(score, number))
                open.Push(other);
        }

        return all;
    }
}
