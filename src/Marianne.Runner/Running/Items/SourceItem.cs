namespace Marianne.Running;

/// <summary>An item of a source.</summary>
/// <param name="Json">The value as JSON: see <see cref="Jobs.ItemInput"/>.</param>
/// <param name="Values">The values of its placeholders, by name.</param>
internal sealed record SourceItem(string Json, IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>The text of the item, which is its key if the score has no other.</summary>
    public string Text => string.Join(", ", Values.OrderBy(value => value.Key, StringComparer.Ordinal)
        .Select(value => Scores.ParameterConverter.TextOf(value.Value!)));
}
