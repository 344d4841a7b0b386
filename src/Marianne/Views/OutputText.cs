using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Returns the values of outputs as the views show them: safe for a terminal. All methods accept deserialized objects.</summary>
public static class OutputText
{
    /// <summary>The number of characters of the longest text of a cell.</summary>
    private const int LongestCell = 200;

    private const int LongestList = 2000;

    /// <summary>Returns the value on one line: a text, the items of a list with their number, or JSON.</summary>
    /// <param name="output">The output.</param>
    public static string Value(object output)
    {
        object? value = ValueOf(output);
        string text = PowerShellValue.Unwrap(value) is IList list
            ? string.Create(CultureInfo.CurrentCulture, $"({list.Count}) {string.Join(", ", Shown(list).Take(LongestCell))}")
            : Written(value);
        return TerminalText.Summary(TextTruncation.Shorten(text, LongestCell));
    }

    /// <summary>Returns the value with its line breaks; the items of a list are lines.</summary>
    /// <param name="output">The output.</param>
    public static string Lines(object output)
    {
        object? value = ValueOf(output);
        string text = PowerShellValue.Unwrap(value) is IList list ? string.Join('\n', Shown(list)) : Written(value);
        return TerminalText.Lines(TextTruncation.Shorten(text, LongestList));
    }

    private static object? ValueOf(object output) => PSObject.AsPSObject(output).Properties["Value"]?.Value;

    private static IEnumerable<string> Shown(IList list) => list.Cast<object?>().Select(Written);

    private static string Written(object? value) => PowerShellValue.Unwrap(value) switch
    {
        null => "",
        string text => text,
        IDictionary or PSCustomObject or IEnumerable => JsonText.OfValue(value),
        var other => Convert.ToString(other, CultureInfo.CurrentCulture) ?? "",
    };
}
