using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Reads true or false, also as text: true, false, yes, no, 1, 0. PowerShell would read "False" as true.</summary>
public sealed class TruthAttribute : CellAttribute
{
    private const string Expected = "true or false";

    private protected override object Parse(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => throw Bad(text, Expected),
    };

    private protected override object Convert(object value) => value switch
    {
        bool => value,
        SwitchParameter flag => flag.ToBool(),
        int or long => Parse(value.ToString()!),
        _ => throw Bad(value, Expected),
    };
}
