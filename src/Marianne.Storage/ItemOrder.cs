using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Lists the items of a job that was loaded with their values.</summary>
internal static class ItemOrder
{
    /// <summary>Returns the items in the order of their source; those that it does not have any more are last.</summary>
    /// <param name="job">The job with its sheets.</param>
    public static IReadOnlyList<NumberedItem> Of(Job job) =>
    [
        .. job.Sheets.Known
            .Where(sheet => sheet.Item is not null)
            .OrderBy(sheet => sheet.Item!.Parent)
            .ThenBy(sheet => sheet.Item!.Position ?? int.MaxValue)
            .ThenBy(sheet => sheet.Number)
            .Select(sheet => new NumberedItem(sheet.Number, sheet.Item!)),
    ];
}
