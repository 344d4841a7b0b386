using System.Globalization;
using System.Text;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>Writes the items of a job as Markdown: a row for each parent, and only the items that failed by name.</summary>
internal static class MarkdownItems
{
    /// <summary>The most items of one parent that are named because they failed.</summary>
    private const int MostNamed = 20;

    private const int MostParents = 50;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Appends a row for each parent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parents">The parents.</param>
    public static void Append(StringBuilder text, IReadOnlyList<ParentReport> parents)
    {
        if (parents.Count == 0)
            return;

        text.Append("## Items\n\n| Sheet | Name | Items | How they ended | Worked, added up | Waited, added up | Cost |\n");
        text.Append("| ---: | --- | ---: | --- | ---: | ---: | ---: |\n");
        foreach (ParentReport parent in parents.Take(MostParents))
        {
            string number = parent.Number == 0 ? "" : parent.Number.ToString(Invariant);
            string cost = parent.CostSource is null ? "" : MarkdownReport.Dollars(parent.Cost);
            text.Append(Invariant, $"| {number} | {MarkdownText.Code(parent.Title, 60)} | {parent.Items} | {CountsOf(parent)} ");
            text.Append(Invariant, $"| {MarkdownReport.Show(parent.WorkedSeconds)} | {MarkdownReport.Show(parent.WaitedSeconds)} ");
            text.Append(Invariant, $"| {cost} |\n");
        }

        if (parents.Count > MostParents)
            text.Append(Invariant, $"\n{parents.Count - MostParents} more are not shown.\n");
        text.Append('\n');
    }

    /// <summary>Returns how many items ended how, such as <c>963 done, 37 failed</c>.</summary>
    /// <param name="parent">The parent.</param>
    public static string CountsOf(ParentReport parent)
    {
        IEnumerable<string> counts = parent.ByStatus
            .OrderBy(count => count.Key != nameof(SheetStatus.Completed)).ThenBy(count => count.Key != nameof(SheetStatus.Failed))
            .Select(count => string.Create(Invariant, $"{count.Value} {WordOf(count.Key)}"));
        return string.Join(", ", counts);
    }

    /// <summary>Returns the failed sheets that are named: so many at most, and so few of each parent that other sheets have room.</summary>
    /// <param name="failed">The sheets that failed.</param>
    /// <param name="most">The most sheets.</param>
    public static IReadOnlyCollection<SheetReport> Named(IEnumerable<SheetReport> failed, int most)
    {
        Dictionary<int, int> named = [];
        List<SheetReport> result = [];
        foreach (SheetReport sheet in failed)
        {
            if (result.Count == most)
                break;
            if (sheet.Parent is { } parent && (named[parent] = named.GetValueOrDefault(parent) + 1) > MostNamed)
                continue;
            result.Add(sheet);
        }

        return result;
    }

    private static string WordOf(string status) => status switch
    {
        nameof(SheetStatus.Completed) => "done",
        nameof(SheetStatus.InProgress) => "running",
        nameof(SheetStatus.RetryScheduled) => "retrying",
        nameof(SheetStatus.Fermata) => "to approve",
        _ => status.ToLowerInvariant(),
    };
}
