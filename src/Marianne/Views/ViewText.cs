using System.Collections;
using System.Management.Automation;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Returns properties as the views show them: safe for a terminal. All methods accept live and deserialized objects, and return
/// numbers, times and other values without text unchanged.
/// </summary>
public static class ViewText
{
    /// <summary>Returns a property on one line, with special characters as codes. Tables do so by default.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static object? Name(object instance, string property) => Shown(Of(instance, property), TerminalText.Name);

    /// <summary>Returns a property with its line breaks. Lists do so by default.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static object? Lines(object instance, string property) => Shown(Of(instance, property), TerminalText.Lines);

    /// <summary>Returns a message on one line, without colors.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static object? Summary(object instance, string property) => Shown(Of(instance, property), TerminalText.Summary);

    /// <summary>Returns a message with its line breaks, without colors.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static object? Message(object instance, string property) => Shown(Of(instance, property), TerminalText.Message);

    /// <summary>Returns the output of a program with its line breaks and colors.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static object? Output(object instance, string property) => Shown(Of(instance, property), TerminalText.Output);

    /// <summary>Returns the values of a property as messages without colors, each on a line of its own.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    public static string Summaries(object instance, string property) => string.Join(
        '\n',
        LanguagePrimitives.GetEnumerable(Of(instance, property))?.Cast<object?>().Select(item => TerminalText.Summary($"{item}")) ?? []);

    /// <summary>Returns a property as a cell of a table whose columns are as wide as their contents: one line, cut if it is long.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="length">The maximum number of characters.</param>
    public static object? Cell(object instance, string property, int length) => Name(instance, property) switch
    {
        string text when text.Length > length => $"{TextTruncation.First(text, length - 1)}\u2026",
        var value => value,
    };

    /// <summary>Returns numbers of sheets, such as <c>1, 2, 4-1003</c>.</summary>
    /// <param name="numbers">The numbers.</param>
    public static string Numbers(int[]? numbers) => PlannedSheetText.OfNumbers(numbers ?? []);

    /// <summary>Returns a value that a view composed on one line, with special characters as codes.</summary>
    /// <param name="value">The value.</param>
    public static object? Text(object? value) => Shown(value, TerminalText.Name);

    private static object? Of(object instance, string property) => PSObject.AsPSObject(instance).Properties[property]?.Value;

    private static object? Shown(object? value, Func<string?, string> convert) => PowerShellValue.Unwrap(value) switch
    {
        null => null,
        string text => convert(text),
        char character => convert($"{character}"),
        bool or IFormattable when TerminalText.Name(value!.ToString()) == value.ToString() => value,
        IDictionary map => map.Cast<DictionaryEntry>().Select(entry => $"[{Written(entry.Key)}, {Written(entry.Value)}]").ToArray(),
        IEnumerable items => items.Cast<object?>().Select(item => Shown(item, convert)).ToArray(),
        _ => Written(value),
    };

    private static string Written(object? value) => TerminalText.Name(value is null ? "" : PSObject.AsPSObject(value).ToString());
}
