using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class CountTextTests
{
    [Theory]
    [InlineData(0, "0 sheets")]
    [InlineData(1, "1 sheet")]
    [InlineData(12345, "12345 sheets")]
    public void A_noun_fits_its_number(long count, string expected) => Assert.Equal(expected, CountText.Of(count, "sheet"));

    [Theory]
    [InlineData(1, "recovery")]
    [InlineData(2, "recoveries")]
    public void A_noun_may_have_its_own_plural(long count, string expected) =>
        Assert.Equal(expected, CountText.Word(count, "recovery", "recoveries"));

    [Theory]
    [InlineData(0, 1, "0 of 1 sheet is done")]
    [InlineData(1, 1, "1 of 1 sheet is done")]
    [InlineData(1, 8, "1 of 8 sheets are done")]
    public void The_verb_fits_the_number_of_sheets(long done, long total, string expected) =>
        Assert.Equal(expected, CountText.Done(done, total));
}
