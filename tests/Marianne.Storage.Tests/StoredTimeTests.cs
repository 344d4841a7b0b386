using System.Globalization;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>Tests the texts of times that other implementations may write.</summary>
public class StoredTimeTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

    [Theory]
    [InlineData("2026-03-01T07:05:09.123456+00:00", "2026-03-01T07:05:09.1234560Z")]
    [InlineData("2026-03-01T07:05:09.123456Z", "2026-03-01T07:05:09.1234560Z")]
    [InlineData("2026-03-01T07:05:09.123456", "2026-03-01T05:05:09.1234560Z")]
    [InlineData("2026-03-01T07:05:09.123456-05:30", "2026-03-01T12:35:09.1234560Z")]
    [InlineData("2026-03-01T07:05:09.123456+0530", "2026-03-01T01:35:09.1234560Z")]
    [InlineData("2026-03-01T07:05:09.1234567", "2026-03-01T05:05:09.1234567Z")]
    [InlineData("2026-03-01T07:05:09.1234567+00:00", "2026-03-01T07:05:09.1234567Z")]
    [InlineData("2026-03-01T07:05:09.12345+00:00", "2026-03-01T07:05:09.1234500Z")]
    [InlineData("2026-03-01T07:05:09.5Z", "2026-03-01T07:05:09.5000000Z")]
    [InlineData("2026-03-01T07:05:09Z", "2026-03-01T07:05:09.0000000Z")]
    [InlineData("2026-03-01T07:05:09", "2026-03-01T05:05:09.0000000Z")]
    [InlineData("2026-03-01 07:05:09.123456+00:00", "2026-03-01T07:05:09.1234560Z")]
    [InlineData("2026-03-01 07:05:09", "2026-03-01T05:05:09.0000000Z")]
    [InlineData("2024-02-29T23:59:59.999999", "2024-02-29T21:59:59.9999990Z")]
    [InlineData("0001-01-01T00:00:00.000000", "0001-01-01T00:00:00.0000000Z")]
    public void ReadsTimesWithAnyNumberOfDigitsAndAnyOffset(string text, string expected)
    {
        Assert.True(StoredTime.TryParse(text, Zone, out DateTimeOffset time));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-01")]
    [InlineData("2026-13-01T07:05:09.123456+00:00")]
    [InlineData("2026-02-29T07:05:09.123456+00:00")]
    [InlineData("2026-03-00T07:05:09.123456Z")]
    [InlineData("0000-03-01T07:05:09.123456Z")]
    [InlineData("2026-03-01T24:05:09.123456+00:00")]
    [InlineData("2026-03-01T07:60:09.123456+00:00")]
    [InlineData("2026-03-01T07:05:60.123456")]
    [InlineData("2026-03-01T07:05:09.-12345Z")]
    [InlineData("-026-03-01T07:05:09.123456Z")]
    [InlineData("2026-03-01T07:05:09.123456+00:00Z")]
    [InlineData("2026-03-01T07:05:09.123456+15:00")]
    [InlineData("2026-03-01T07:05:09.12345678+00:00")]
    [InlineData("9999-12-31T23:59:59.999999-05:00")]
    [InlineData("2026-03-01T07:05:09.123456+00:00:00")]
    [InlineData("2026-03-01T07:05:09.123456+00:00 ")]
    [InlineData("2026-03-01T07:05:09.123456 +00:00")]
    [InlineData(" 2026-03-01T07:05:09.123456+00:00")]
    [InlineData("2026-03-01t07:05:09.123456z")]
    [InlineData("2026-03-01T07:05:09,123456+00:00")]
    [InlineData("2026-03-01T07:05:0９.123456+00:00")]
    public void ReadsNothingElse(string text) => Assert.False(StoredTime.TryParse(text, Zone, out _));

    [Fact]
    public void ReadsWhatItWrites()
    {
        var time = new DateTimeOffset(2026, 3, 1, 7, 5, 9, 123, 456, TimeSpan.Zero);

        foreach (string text in new[] { StoredTime.WithOffset(time), StoredTime.WithZ(time), StoredTime.Local(time, Zone) })
        {
            Assert.True(StoredTime.TryParse(text, Zone, out DateTimeOffset read));
            Assert.Equal(time, read);
        }
    }
}
