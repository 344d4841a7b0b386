using Marianne.Scores;

namespace Marianne.Placeholders;

/// <summary>The value of a placeholder. In a command, each item of a list is a word of its own.</summary>
/// <param name="Text">The value as a text; the items of a list are its lines.</param>
internal sealed record PlaceholderValue(string Text)
{
    /// <summary>The items of a list, or the text alone.</summary>
    public IReadOnlyList<string> Items { get; private init; } = [Text];

    /// <summary>Creates the value of a parameter.</summary>
    /// <param name="value">A string, a number, a Boolean or a list of strings.</param>
    public static PlaceholderValue Of(object value) => value is IReadOnlyList<string> items
        ? new PlaceholderValue(ParameterConverter.TextOf(value)) { Items = items }
        : new PlaceholderValue(ParameterConverter.TextOf(value));
}
