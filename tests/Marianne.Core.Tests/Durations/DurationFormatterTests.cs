using System.Globalization;
using Marianne.Durations;
using Xunit;

namespace Marianne.Core.Tests.Durations;

public sealed class DurationFormatterTests : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    public DurationFormatterTests() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _culture;

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.85, "850 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(59.96, "1 min 00 s")]
    [InlineData(245, "4 min 05 s")]
    [InlineData(3599.6, "1 h 00 min")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void A_duration_has_the_units_that_matter(double seconds, string expected) =>
        Assert.Equal(expected, DurationFormatter.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(5, "5 s")]
    [InlineData(5.5, "5.5 s")]
    [InlineData(0.5, "500 ms")]
    [InlineData(64_380, "17 h 53 min")]
    public void A_wait_of_whole_seconds_has_no_decimal(double seconds, string expected) =>
        Assert.Equal(expected, DurationFormatter.OfWait(TimeSpan.FromSeconds(seconds)));
}
