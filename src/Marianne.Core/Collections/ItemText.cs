using System.Collections;
using System.Globalization;

namespace Marianne.Collections;

/// <summary>Formats the items of lists and dictionaries as text for a column of a CSV file.</summary>
internal static class ItemText
{
    /// <summary>Returns an item as text. A list within is enclosed in brackets.</summary>
    /// <param name="item">The item.</param>
    public static string Of(object? item) => item switch
    {
        string text => text,
        IEnumerable and not IDictionary => $"[{string.Join(", ", ((IEnumerable)item).Cast<object?>().Select(Of))}]",
        _ => Convert.ToString(item, CultureInfo.InvariantCulture) ?? "",
    };
}
