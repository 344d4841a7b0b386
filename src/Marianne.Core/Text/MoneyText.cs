namespace Marianne.Text;

/// <summary>Formats amounts of money as people read them. What is exact is in the properties.</summary>
public static class MoneyText
{
    /// <summary>
    /// Returns an amount with two decimals, such as <c>1,234.50</c>. An amount below a hundredth has up to six, such as
    /// <c>0.0003</c>, so that it is not shown as zero.
    /// </summary>
    /// <param name="amount">The amount.</param>
    /// <param name="format">The culture.</param>
    public static string Of(decimal amount, IFormatProvider format) =>
        amount.ToString(amount is > 0 and < 0.01m ? "0.00####" : "#,0.00", format);

    /// <summary>
    /// Returns dollars for a line that is read in passing, such as <c>$1.50</c> or <c>$0.0003</c>: less than a hundredth of a cent is
    /// shown as zero.
    /// </summary>
    /// <param name="amount">The amount in US dollars.</param>
    /// <param name="format">The culture.</param>
    public static string Dollars(decimal amount, IFormatProvider format) => $"${Of(decimal.Round(amount, 4), format)}";
}
