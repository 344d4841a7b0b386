namespace Marianne.Scores;

public sealed partial record Score
{
    /// <summary>The items of the sheets, for the score of a job. The default is none.</summary>
    internal ScoreItems Items { get; init; } = ScoreItems.None;

    /// <summary>Indicates whether a sheet runs once for each item of a source.</summary>
    internal bool HasForEach => Sheets.Any(sheet => sheet.ForEach is not null);

    /// <summary>The numbers of the sheets of the score, in its order. Those of items are not among them.</summary>
    internal IEnumerable<int> Numbers => Enumerable.Range(1, Sheets.Count).Select(Order.NumberAt);

    /// <summary>The number of sheets with those of items, which is the highest number.</summary>
    internal int SheetCount => Math.Max(Math.Max(Sheets.Count, Order.Highest), Items.HighestNumber);

    /// <summary>Determines whether a number is that of a sheet of the score, not that of an item.</summary>
    /// <param name="number">The number, from 1.</param>
    internal bool Has(int number) => Order.PositionOf(number) is var position && position >= 1 && position <= Sheets.Count;

    /// <summary>Returns the name of a sheet, which has the key of an item in brackets; <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    internal string? NameIfAny(int number) => Items.Find(number) is { } item
        ? $"{SheetOf(number).Name}[{item.Key}]"
        : FindSheet(number)?.Name;

    /// <summary>Returns the same as <see cref="SheetOf"/>, or <c>null</c> if the score has no such sheet and knows no such item.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal ScoreSheet? FindSheet(int number) => Has(ParentOrSelf(number)) ? SheetOf(number) : null;

    /// <summary>Returns what the score says of a sheet. All items of a sheet have the same.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal ScoreSheet SheetOf(int number) => Sheets[Order.PositionOf(ParentOrSelf(number)) - 1];

    /// <summary>Returns the number of the sheet that an item belongs to, or that of the sheet itself if it has no item.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal int ParentOrSelf(int number) => Items.Find(number)?.Parent ?? number;

    /// <summary>Determines whether a sheet runs once for each item of a source, so that its own work is to find them.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal bool IsParent(int number) => Has(number) && SheetOf(number).ForEach is not null;
}
