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

    [Theory]
    [InlineData("""{"marianne_usage": {"input_tokens": "many", "output_tokens": 3}}""", "input_tokens is \"many\",")]
    [InlineData("""{"marianne_usage": {"input_tokens": 3, "output_tokens": -1}}""", "output_tokens is -1,")]
    [InlineData("""{"marianne_usage": {"output_tokens": 3, "cost": true}}""", "cost is true,")]
    [InlineData("""{"marianne_usage": {"input_tokens": [1], "output_tokens": 3}}""", "input_tokens is [1],")]
    [InlineData("""{"marianne_usage": {"output_tokens": 3, "cost": "12 euros"}}""", "cost is \"12 euros\",")]
    public void Any_other_value_is_refused_in_words(string line, string problem)
    {
        UsageReport report = UsageLineParser.Parse(line)!;

        Assert.StartsWith(problem, Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal(3, report.InputTokens + report.OutputTokens);
        Assert.False(report.IsEmpty);
    }

    [Theory]
    [InlineData("""{"marianne_usage": {"input_tokens": NaN}}""")]
    [InlineData("""{"marianne_usage": {"input_tokens": 5""")]
    public void A_report_that_is_not_JSON_is_refused_in_words(string line)
    {
        UsageReport report = UsageLineParser.Parse(line)!;

        Assert.True(report.IsEmpty);
        Assert.Equal(["the line is not valid JSON. It does not count."], report.Problems);
    }

    [Fact]
    public void A_line_with_half_a_surrogate_pair_is_not_a_report() =>
        Assert.Null(UsageLineParser.Parse("{\"marianne_usage\": {\"model\": \"" + '\uD800' + "\"}}"));
}
