using System.Globalization;
using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class MoneyTextTests
{
    [Theory]
    [InlineData("0", "0.00", "$0.00")]
    [InlineData("1234.5", "1,234.50", "$1,234.50")]
    [InlineData("0.500123", "0.50", "$0.50")]
    [InlineData("0.01", "0.01", "$0.01")]
    [InlineData("0.0003", "0.0003", "$0.0003")]
    [InlineData("0.000036", "0.000036", "$0.00")]
    public void Amounts_are_rounded_as_people_read_them(string amount, string text, string dollars)
    {
        decimal value = decimal.Parse(amount, CultureInfo.InvariantCulture);

        Assert.Equal(text, MoneyText.Of(value, CultureInfo.InvariantCulture));
        Assert.Equal(dollars, MoneyText.Dollars(value, CultureInfo.InvariantCulture));
    }
}
