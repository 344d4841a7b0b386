using Marianne.Executors;
using Xunit;

namespace Marianne.Runner.Tests.Executors;

public sealed class UsageLineParserTests
{
    [Fact]
    public void A_report_is_read_as_it_is_written()
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
    public void What_is_no_report_is_a_line_like_others(string line) => Assert.Null(UsageLineParser.Parse(line));

    [Fact]
    public void Half_a_character_is_no_report() =>
        Assert.Null(UsageLineParser.Parse("{\"marianne_usage\": {\"model\": \"" + '\uD800' + "\"}}"));
}
