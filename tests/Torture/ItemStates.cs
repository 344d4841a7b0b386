using Marianne.Jobs;

namespace Marianne.Torture;

/// <summary>The items of a job as the store has them.</summary>
/// <param name="Sheets">The sheets of the items by key.</param>
internal sealed record ItemStates(IReadOnlyDictionary<string, Sheet> Sheets)
{
    /// <summary>A job without items.</summary>
    public static ItemStates None { get; } = new(new Dictionary<string, Sheet>());

    /// <summary>The keys of the items that are not Completed or Failed.</summary>
    public IEnumerable<string> Left =>
        Sheets.Values.Where(sheet => !sheet.IsFinished && sheet.Status != SheetStatus.Failed).Select(sheet => sheet.ItemKey!);

    /// <summary>Returns the keys of the items with a status.</summary>
    public IEnumerable<string> Of(SheetStatus status) =>
        Sheets.Values.Where(sheet => sheet.Status == status).Select(sheet => sheet.ItemKey!);
}
