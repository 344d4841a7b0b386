using System.Globalization;
using System.Text.Json;
using CsCheck;
using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class PythonNumberTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1, "1.0")]
    [InlineData(1234567.25, "1234567.25")]
    [InlineData(1795323813.4059734, "1795323813.4059734")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1.2159347534179688e-05, "1.2159347534179688e-05")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(1e22, "1e+22")]
    [InlineData(9.99999999999999999e22, "1e+23")]
    [InlineData(-1.5e300, "-1.5e+300")]
    public void A_double_is_formatted_as_the_repr_of_Python(double number, string expected) =>
        Assert.Equal(expected, PythonNumber.Text(number));

    [Fact]
    public void A_formatted_double_is_valid_JSON_and_is_parsed_as_the_same_double()
    {
        Gen.Double.Where(double.IsFinite).Sample(number =>
        {
            string text = PythonNumber.Text(number);
            Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.True(text.AsSpan().IndexOfAny('.', 'e') >= 0, text);
            using JsonDocument document = JsonDocument.Parse(text);
        });
    }
}
