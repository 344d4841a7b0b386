using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class TextTruncationTests
{
    /// <summary>An e with an acute accent of its own: two code units that a reader sees as one character.</summary>
    private const string Accented = "e\u0301";

    /// <summary>A family: seven code points, eleven code units, one character.</summary>
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 0, "")]
    [InlineData("a\U0001F600", 2, "a")]
    [InlineData("a\U0001F600", 3, "a\U0001F600")]
    [InlineData("a" + Accented + "b", 2, "a")]
    [InlineData("a" + Accented + "b", 3, "a" + Accented)]
    [InlineData("a" + Family + "b", 11, "a")]
    [InlineData("a" + Family + "b", 12, "a" + Family)]
    [InlineData("a\r\nb", 2, "a")]
    [InlineData("\U0001F600", 1, "")]
    public void The_beginning_has_only_whole_characters(string text, int length, string expected) =>
        Assert.Equal(expected, TextTruncation.First(text, length));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "bc")]
    [InlineData("abc", 0, "")]
    [InlineData("\U0001F600a", 2, "a")]
    [InlineData("\U0001F600a", 3, "\U0001F600a")]
    [InlineData("b" + Accented + "a", 2, "a")]
    [InlineData("b" + Accented + "a", 3, Accented + "a")]
    [InlineData("b" + Family + "a", 11, "a")]
    [InlineData("b" + Family + "a", 12, Family + "a")]
    [InlineData("\U0001F600", 1, "")]
    [InlineData("", 1, "")]
    public void The_end_has_only_whole_characters(string text, int length, string expected) =>
        Assert.Equal(expected, TextTruncation.Last(text, length));

    [Fact]
    public void The_end_of_a_long_text_has_only_whole_characters()
    {
        string text = string.Concat(Enumerable.Repeat(Family, 10_000));

        Assert.Equal(Family + Family, TextTruncation.Last(text, 30));
        Assert.Equal(Family, TextTruncation.Last(new string('x', 10_000) + Family, Family.Length));
        Assert.Equal("", TextTruncation.Last(new string('x', 10_000) + Family, 0));
    }

    [Fact]
    public void A_character_that_alone_is_too_long_is_cut_but_not_a_surrogate_pair()
    {
        string marks = "e" + new string('\u0301', 200);

        Assert.Equal(marks[..100], TextTruncation.First(marks, 100));
        Assert.Equal(marks[^100..], TextTruncation.Last(marks, 100));
        Assert.Equal(Family[..3], TextTruncation.First(Family, 4));
    }

    [Fact]
    public void Half_a_surrogate_pair_at_the_beginning_is_removed() => Assert.Equal("a", TextTruncation.Last("\uDE00" + "a", 9));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc...")]
    [InlineData("ab\U0001F600", 3, "ab...")]
    public void A_shortened_text_ends_with_an_ellipsis(string text, int length, string expected) =>
        Assert.Equal(expected, TextTruncation.Shorten(text, length));

    [Theory]
    [InlineData(null, "")]
    [InlineData("a\nb", "a\uFFFDb")]
    [InlineData("abcdef", "abcde...")]
    [InlineData("\0\u0085\u007f", "\uFFFD\uFFFD\uFFFD")]
    public void A_printable_text_has_no_control_characters(string? text, string expected) =>
        Assert.Equal(expected, TextTruncation.ShortenPrintable(text, 5));

    [Fact]
    public void A_negative_length_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TextTruncation.First("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextTruncation.Last("a", -1));
    }
}
