namespace Marianne.Reports;

/// <summary>Finds the sheets that decided how long a job took.</summary>
internal static class CriticalPath
{
    /// <summary>
    /// Returns the numbers of the sheets of which each had to wait for the one before: the dependency that ended last or, for a
    /// sheet without dependencies, the sheet that ended last before it started.
    /// </summary>
    /// <param name="sheets">The sheets of a job.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<SheetReport> sheets)
    {
        SheetReport[] ended = [.. sheets.Where(sheet => EndOf(sheet) is not null).OrderBy(EndOf).ThenBy(sheet => sheet.Number)];
        DateTimeOffset[] ends = [.. ended.Select(sheet => EndOf(sheet)!.Value)];
        Dictionary<int, SheetReport> byNumber = ended.ToDictionary(sheet => sheet.Number);
        ILookup<int, int> items = sheets.Where(sheet => sheet.Parent > 0).ToLookup(sheet => sheet.Parent!.Value, sheet => sheet.Number);
        List<int> path = [];
        HashSet<int> seen = [];
        for (SheetReport? sheet = ended.LastOrDefault(); sheet is not null && seen.Add(sheet.Number); sheet = Before(sheet))
            path.Add(sheet.Number);

        path.Reverse();
        return path;

        SheetReport? Before(SheetReport sheet)
        {
            if (sheet.DependsOn.Count > 0)
            {
                return sheet.DependsOn.SelectMany(WithItems).Select(number => byNumber.GetValueOrDefault(number))
                    .OfType<SheetReport>().MaxBy(EndOf);
            }

            DateTimeOffset start = sheet.Attempts[0].StartedAt;
            int index = Array.BinarySearch(ends, start);
            while (index >= 0 && index + 1 < ends.Length && ends[index + 1] == start)
                index++;
            index = index < 0 ? ~index - 1 : index;
            while (index >= 0 && seen.Contains(ended[index].Number))
                index--;
            return index < 0 ? null : ended[index];
        }

        IEnumerable<int> WithItems(int number) => items[number].Prepend(number); // A sheet is done when its items are.
    }

    private static DateTimeOffset? EndOf(SheetReport sheet) => sheet.Attempts.Count == 0 ? null : sheet.Attempts[^1].EndedAt;
}
