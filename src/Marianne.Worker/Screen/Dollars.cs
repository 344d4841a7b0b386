using System.Globalization;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Formats amounts of US dollars.</summary>
internal static class Dollars
{
    /// <summary>Formats an amount, such as <c>$1.50</c> or <c>$0.0003</c>.</summary>
    public static string Of(decimal dollars) => MoneyText.Dollars(dollars, CultureInfo.CurrentCulture);
}
