namespace Marianne.Scores;

public sealed partial record Score
{
    /// <summary>The items of the sheets, for the score of a job. The default is none.</summary>
    internal ScoreItems Items { get; init; } = ScoreItems.None;

    /// <summary>Indicates whether a sheet runs once for each item of a source.</summary>
    internal bool HasForEach => Sheets.Any(sheet => sheet.ForEach is not null);

    /// <summary>The number of sheets with those of items.</summary>
    internal int SheetCount => Sheets.Count + Items.Count;

    /// <summary>Returns the name of a sheet, which has the key of an item in brackets; <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    internal string? NameIfAny(int number) => Items.Find(number) is { } item
        ? $"{Sheets[item.Parent - 1].Name}[{item.Key}]"
        : Sheets.ElementAtOrDefault(number - 1)?.Name;

    /// <summary>Returns what the score says of a sheet. All items of a sheet have the same.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal ScoreSheet SheetOf(int number) => Sheets[ParentOrSelf(number) - 1];

    /// <summary>Returns the number of the sheet that an item belongs to, or that of the sheet itself if it has no item.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal int ParentOrSelf(int number) => Items.Find(number)?.Parent ?? number;

    /// <summary>Determines whether a sheet runs once for each item of a source, so that its own work is to find them.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal bool IsParent(int number) => Sheets.ElementAtOrDefault(number - 1)?.ForEach is not null;
}
