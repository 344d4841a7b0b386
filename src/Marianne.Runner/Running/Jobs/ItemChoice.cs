using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Which sheets of a job a run was asked for.</summary>
/// <param name="Chosen">The sheets that the run may start; <c>null</c> for all that are not done.</param>
/// <param name="Again">The numbers of those that run again although they are done.</param>
internal sealed record ItemChoice(IReadOnlySet<int>? Chosen, IReadOnlyList<int> Again)
{
    private static ItemChoice Everything { get; } = new(null, []);

    /// <summary>Returns the choice of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="score">The score as it was written.</param>
    /// <exception cref="MarianneException">ItemNotFound: the job has no item with a key.</exception>
    public static ItemChoice Of(RunRequest request, Job job, Score score)
    {
        if (request is { Selection: null, ItemKeys.Count: 0 })
            return Everything;

        ILookup<string, int> numbers = job.Sheets.Known.Where(sheet => sheet.Item is not null)
            .ToLookup(sheet => sheet.Item!.Key, sheet => sheet.Number, StringComparer.Ordinal);
        HashSet<int> chosen = [.. request.ItemKeys.Select(key => NumberOf(key, numbers, job, score))];
        if (request.Selection is { } selection)
            chosen.UnionWith(new SheetSelector(job, score.ExpandedFor(job), _ => false).Select(selection, [], []).Causes.Keys);
        if (chosen.Count > 0)
            chosen.UnionWith(ItemPreparer.DependentsOf(score));
        return new ItemChoice(chosen, [.. chosen.Order()]);
    }

    /// <summary>Returns the numbers of the sheets of the items with some keys. Several sheets of a score may have items with the same key.</summary>
    /// <param name="keys">The keys, or the names of the sheets of the items.</param>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="score">The score with its items.</param>
    /// <exception cref="MarianneException">ItemNotFound: the job has no item with a key.</exception>
    public static IReadOnlyList<int> NumbersOf(IReadOnlyList<string> keys, Job job, Score score)
    {
        if (keys.Count == 0)
            return [];

        ILookup<string, int> byKey = score.Items.All().ToLookup(item => item.Item.Key, item => item.Number, StringComparer.Ordinal);
        ILookup<string, int> byName = score.Items.All().ToLookup(item => score.NameOf(item.Number), item => item.Number, StringComparer.Ordinal);
        return
        [
            .. keys.SelectMany(key => byName[key].Concat(byKey[key]).Concat(byKey[ItemKey.Of(key)]).Distinct().ToArray() is [_, ..] numbers
                ? numbers
                : throw ItemErrors.NotFound(job, key)),
        ];
    }

    /// <summary>Returns the number of the item with a key. A file is also found by its path from the workspace.</summary>
    private static int NumberOf(string key, ILookup<string, int> numbers, Job job, Score score)
    {
        string[] files = key.Contains('\0') ? [] : [Path.GetFullPath(key, score.WorkspacePath)]; // No path has a null character.
        int number = files.Prepend(ItemKey.Of(key)).Prepend(key).SelectMany(candidate => numbers[candidate]).FirstOrDefault();
        return number > 0 ? number : throw ItemErrors.NotFound(job, key);
    }
}
