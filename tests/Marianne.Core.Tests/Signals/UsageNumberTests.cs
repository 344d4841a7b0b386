using System.Text.Json;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

public sealed class UsageNumberTests
{
    [Theory]
    [InlineData("1000000")]
    [InlineData("1000000.0")]
    [InlineData("1e6")]
    [InlineData("1E+6")]
    [InlineData("\"1000000\"")]
    [InlineData("\"1,000,000\"")]
    [InlineData("\"1_000_000\"")]
    [InlineData("\"1000k\"")]
    [InlineData("\"1M\"")]
    [InlineData("999999.6")]
    public void Every_form_of_a_number_of_tokens_counts(string json) => Assert.Equal(1_000_000, Tokens(json));

    [Theory]
    [InlineData("-1")]
    [InlineData("\"\"")]
    [InlineData("\"many\"")]
    [InlineData("\"12,34\"")]
    [InlineData("\"NaN\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void What_is_not_a_number_of_tokens_is_null(string json) => Assert.Null(Tokens(json));

    [Theory]
    [InlineData("0.0271811", "0.0271811")]
    [InlineData("2.7e-2", "0.027")]
    [InlineData("\"$1.50\"", "1.50")]
    [InlineData("\"$1,234.5\"", "1234.5")]
    [InlineData("0", "0")]
    public void Every_form_of_an_amount_counts(string json, string amount)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(decimal.Parse(amount, null), UsageNumber.Amount(document.RootElement));
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("99999999999999999999999999999999")]
    public void A_number_that_is_too_great_is_limited(string json) => Assert.Equal(1_000_000_000_000, Tokens(json));

    [Theory]
    [InlineData("1e400")]
    [InlineData("\"1e400\"")]
    [InlineData("\"Infinity\"")]
    public void An_infinite_number_is_no_report(string json) => Assert.Null(Tokens(json));

    [Fact]
    public void Several_reports_add_up()
    {
        var first = new ReportedUsage { InputTokens = 10, OutputTokens = 1, CacheReadTokens = 500, Cost = 0.5m, Model = "a" };
        var second = new ReportedUsage { InputTokens = 5, CacheReadTokens = 7, CacheWriteTokens = 3, Cost = 0.25m, Model = "b" };

        Assert.Equal(
            new ReportedUsage
            {
                InputTokens = 15,
                OutputTokens = 1,
                CacheReadTokens = 507,
                CacheWriteTokens = 3,
                Cost = 0.75m,
                Model = "b",
            },
            first + second);
        Assert.Equal(first, first + new ReportedUsage());
    }

    [Fact]
    public void Reports_without_a_cost_are_kept_beside_those_with_one()
    {
        var priced = new ReportedUsage { InputTokens = 10, Cost = 0.5m };
        var first = new ReportedUsage { InputTokens = 1, OutputTokens = 2 };
        var second = new ReportedUsage { InputTokens = 3, CacheReadTokens = 4 };

        Assert.Null((priced + priced).Unpriced);
        Assert.Null((first + second).Unpriced);
        var expected = new ReportedUsage { InputTokens = 4, OutputTokens = 2, CacheReadTokens = 4 };
        foreach (ReportedUsage sum in new[] { priced + first + second, first + priced + second, first + second + priced + priced })
            Assert.Equal(expected, sum.Unpriced);
    }

    private static long? Tokens(string json)
    {
        using var document = JsonDocument.Parse(json);
        return UsageNumber.Tokens(document.RootElement);
    }
}
