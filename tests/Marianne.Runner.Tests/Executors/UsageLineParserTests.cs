using Marianne.Executors;
using Xunit;

namespace Marianne.Runner.Tests.Executors;

public sealed class UsageLineParserTests
{
    [Fact]
    public void A_written_report_is_read_unchanged()
    {
        var report = new UsageReport(1200, 300, "small", 0.02m);

        Assert.Equal(report, UsageLineParser.Parse(UsageLineParser.Of(report)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("marianne_usage is a word")]
    [InlineData("""{"marianne_usage": 5}""")]
    [InlineData("""["marianne_usage"]""")]
    [InlineData("""{"marianne_usage": {"model": "\ud800"}}""")]
    public void Other_lines_are_not_reports(string line) => Assert.Null(UsageLineParser.Parse(line));

    [Theory]
    [InlineData("""{"marianne_usage": {"input_tokens": 1000000.0, "output_tokens": 1e3, "cost": "0.5"}}""")]
    [InlineData("""{"marianne_usage": {"input_tokens": "1000000", "output_tokens": 1000.2, "cost": 0.50}}""")]
    [InlineData("""{"marianne_usage": {"input_tokens": 1e6, "output_tokens": "1,000", "cost": "$0.5"}}""")]
    public void Every_form_of_a_number_counts(string line) =>
        Assert.Equal(new UsageReport(1_000_000, 1000, null, 0.5m), UsageLineParser.Parse(line));

    [Fact]
    public void A_line_with_half_a_surrogate_pair_is_not_a_report() =>
        Assert.Null(UsageLineParser.Parse("{\"marianne_usage\": {\"model\": \"" + '\uD800' + "\"}}"));
}
