namespace Marianne.Scores;

/// <summary>An item of a sheet, as the score of a run knows it.</summary>
/// <param name="Parent">The number of the sheet that the item belongs to; 0 if it is not known.</param>
/// <param name="Key">The key.</param>
/// <param name="IsGone">Indicates whether the source does not have the item any more.</param>
internal readonly record struct ScoreItem(int Parent, string Key, bool IsGone);
