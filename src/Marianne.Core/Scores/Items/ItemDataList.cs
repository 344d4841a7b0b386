using System.Collections;
using System.Text.Json;
using Marianne.Collections;

namespace Marianne.Scores;

/// <summary>A list whose items are not all texts. Where texts are needed, an object is its JSON.</summary>
/// <param name="values">The items: texts, numbers, Booleans and <see cref="ItemData"/>.</param>
internal sealed class ItemDataList(IReadOnlyList<object> values) : IReadOnlyList<string>
{
    /// <summary>The items.</summary>
    public IReadOnlyList<object> Values => values;

    /// <inheritdoc/>
    public int Count => values.Count;

    /// <inheritdoc/>
    public string this[int index] => ParameterConverter.TextOf(values[index]);

    /// <summary>Returns the items of a list. They are texts alone if none of them is anything else.</summary>
    /// <param name="list">The list as JSON.</param>
    public static IReadOnlyList<string> Of(JsonElement list) => Of([.. list.EnumerateArray().Select(ItemData.Of)]);

    /// <summary>Returns the items of a list. They are texts alone if none of them is anything else.</summary>
    /// <param name="values">The items.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<object> values) => values.All(value => value is string)
        ? ReadOnlyItems<string>.Of([.. values.Cast<string>()])
        : new ItemDataList(values);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => values.Select(ParameterConverter.TextOf).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
