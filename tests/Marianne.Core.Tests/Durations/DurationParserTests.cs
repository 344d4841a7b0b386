using Marianne.Durations;
using Xunit;

namespace Marianne.Core.Tests.Durations;

public sealed class DurationParserTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0)]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 604_800)]
    [InlineData("30D", 2_592_000)]
    [InlineData("1D12h", 129_600)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d2h3m4s5ms", 93_784.005)]
    [InlineData("0.5h", 1800)]
    public void Seconds_and_numbers_with_units_are_read(string text, double seconds) =>
        Assert.Equal(seconds, DurationParser.Seconds(text)!.Value, 1e-9);

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("10 m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("1y")]
    [InlineData("-5m")]
    [InlineData("5M")]
    [InlineData("1.h")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("٣s")]
    public void Other_texts_are_not_durations(string text) => Assert.Null(DurationParser.Seconds(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.25, "0.25s")]
    [InlineData(90, "1m30s")]
    [InlineData(5400, "1h30m")]
    [InlineData(604_800, "7d")]
    public void A_duration_is_written_as_it_is_read(double seconds, string text)
    {
        Assert.Equal(text, DurationParser.Format(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(seconds, DurationParser.Seconds(text));
    }
}
