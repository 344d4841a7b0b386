using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marianne.Storage.Yaml;

/// <summary>Reads scalars by the core schema of YAML 1.2, in which <c>yes</c>, <c>no</c> and <c>1:30</c> are strings.</summary>
internal static partial class YamlScalar
{
    /// <summary>Returns a Boolean, a number, a string or <c>null</c>. A quoted scalar or a block is always a string.</summary>
    public static object? Read(Scalar scalar) =>
        scalar.Style is ScalarStyle.Plain or ScalarStyle.Any ? ReadPlain(scalar.Value) : scalar.Value;

    private static object? ReadPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        _ => (object?)ReadNumber(text) ?? text,
    };

    private static object? ReadNumber(string text)
    {
        // Most scalars are not numbers, which the first character shows.
        if (text[0] is not ((>= '0' and <= '9') or '-' or '+' or '.'))
            return null;
        if (Prefixed().IsMatch(text))
            return text[1] == 'x' ? Whole(text, 16) : Whole(text, 8);
        if (!Number().IsMatch(text))
            return null;

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? (object)whole
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static double Whole(string text, int radix) =>
        text.Skip(2).Aggregate(0.0, (sum, digit) => (sum * radix) + Convert.ToInt32(digit.ToString(), 16));

    [GeneratedRegex(@"^(0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
