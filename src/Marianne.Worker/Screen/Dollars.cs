using System.Globalization;

namespace Marianne.Worker;

/// <summary>Amounts of money as a person says them.</summary>
internal static class Dollars
{
    /// <summary>An amount of US dollars: <c>$1.50</c>, <c>$0.0003</c>.</summary>
    public static string Of(decimal dollars) => string.Create(CultureInfo.CurrentCulture, $"${dollars:0.00##}");
}
