using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class TextTruncationTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 0, "")]
    [InlineData("a\U0001F600", 2, "a")]
    [InlineData("a\U0001F600", 3, "a\U0001F600")]
    public void The_first_has_no_half_character(string text, int length, string expected) =>
        Assert.Equal(expected, TextTruncation.First(text, length));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "bc")]
    [InlineData("abc", 0, "")]
    [InlineData("\U0001F600a", 2, "a")]
    [InlineData("\U0001F600a", 3, "\U0001F600a")]
    public void The_last_has_no_half_character(string text, int length, string expected) =>
        Assert.Equal(expected, TextTruncation.Last(text, length));

    [Fact]
    public void Half_a_character_that_was_left_at_the_beginning_goes() => Assert.Equal("a", TextTruncation.Last("\uDE00" + "a", 9));
}
