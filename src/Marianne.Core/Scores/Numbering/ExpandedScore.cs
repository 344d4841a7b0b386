using Marianne.Jobs;

namespace Marianne.Scores;

/// <summary>
/// Gives the items of a job their sheets in the score, so that <c>score.Sheets[number - 1]</c> is right in the whole runner. Only the
/// score as it was written is kept by the job.
/// </summary>
internal static class ExpandedScore
{
    /// <summary>
    /// Returns a score with a sheet for each item of a job, or one that knows the items of its sheets if they are described there.
    /// </summary>
    /// <param name="score">The score as it was written.</param>
    /// <param name="job">The job with its sheets. A sheet that was not loaded is taken for that of an item.</param>
    public static Score ExpandedFor(this Score score, Job job)
    {
        if (score.ForEachNumbers is not { Count: > 0 } numbers || score.ItemNumbers.Count > 0)
            return score.HasForEach ? score with { Items = ScoreItems.Of(job) } : score;

        ScoreSheet template = score.Sheets[0];
        var sheets = new ScoreSheet[job.TotalSheets];
        Array.Fill(sheets, template);
        List<int> items = [];
        HashSet<int> ofItems = [];
        foreach (Sheet sheet in job.Sheets.Known.Where(sheet => sheet.Item is not null))
        {
            bool isGone = sheet.Item!.Position is null;
            sheets[sheet.Number - 1] = template with { Name = sheet.Item.Key, AllowFailure = template.AllowFailure || isGone };
            ofItems.Add(sheet.Number);
            if (!isGone)
                items.Add(sheet.Number);
        }

        SortedDictionary<int, IReadOnlyCollection<int>> dependencies = [];
        for (int index = 1; index < numbers.Count && index < score.Sheets.Count; index++)
        {
            if (numbers[index] < 1 || numbers[index] > sheets.Length)
                continue;
            sheets[numbers[index] - 1] = score.Sheets[index];
            dependencies[numbers[index]] = items;
        }

        return score with
        {
            Sheets = sheets,
            Sheet = score.Sheet with { Dependencies = dependencies },
            ItemNumbers = ofItems,
        };
    }
}
