using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Converts a Boolean, also as text: true, false, yes, no, 1 or 0. PowerShell would convert "False" to <c>true</c>.
/// </summary>
public sealed class TruthAttribute : CellAttribute
{
    private const string Expected = "a valid Boolean value. Specify true, false, yes, no, 1 or 0";

    private protected override object Parse(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => throw Invalid(text, Expected),
    };

    private protected override object Convert(object value) => value switch
    {
        bool => value,
        SwitchParameter flag => flag.ToBool(),
        int or long => Parse(value.ToString()!),
        _ => throw Invalid(value, Expected),
    };
}
