namespace Marianne.Scores;

/// <summary>Finds the placeholders of properties of items, such as <c>{pr.number}</c>, in the texts of a score.</summary>
internal static class ItemUses
{
    /// <summary>Returns the names that the texts of a sheet with items use, except for its condition.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The number of the sheet that the items belong to.</param>
    public static IEnumerable<string> In(Score score, int number)
    {
        IEnumerable<string> texts = OutputUses.TextsOf(score, number)
            .Concat(score.RulesOf(number).SelectMany(rule => new[] { rule.Command, rule.Path, rule.WorkingDirectory }).OfType<string>());
        if (score.SkipOf(number) is { } skip)
            texts = texts.Append(skip.Command);
        return texts.SelectMany(text => In(score.SheetOf(number).ForEach!, text)).Distinct();
    }

    /// <summary>Returns the names that a text uses.</summary>
    /// <param name="options">The options of the sheet that the items belong to.</param>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> In(ForEachOptions options, string text) =>
        text.Contains('{') && text.Contains('.') ? In(options, PlaceholderText.NamesIn(text)) : [];

    /// <summary>Returns those names that are properties of an item.</summary>
    /// <param name="options">The options of the sheet that the items belong to.</param>
    /// <param name="names">The names of placeholders.</param>
    public static IEnumerable<string> In(ForEachOptions options, IEnumerable<string> names) =>
        names.Where(name => name.Contains('.') && options.IsOfItem(name));
}
