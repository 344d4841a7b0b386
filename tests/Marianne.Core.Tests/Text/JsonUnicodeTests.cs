using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class JsonUnicodeTests
{
    [Theory]
    [InlineData("""{"a": "\ud800"}""", true)]
    [InlineData("""{"\uDC00": 1}""", true)]
    [InlineData("""["\ud800\ud800\udc00"]""", true)]
    [InlineData("""["\ud83d\u0041"]""", true)]
    [InlineData("""["\\\ud83d"]""", true)]
    [InlineData("""["\ud83d\ude00", "\u00e9", "\\ud800", "\n"]""", false)]
    [InlineData("""{"a": "😀"}""", false)]
    [InlineData("{}", false)]
    [InlineData("\\u", false)]
    public void Half_of_a_surrogate_pair_is_found(string json, bool hasHalf) =>
        Assert.Equal(hasHalf, JsonUnicode.IsHalvedJson(json));

    [Fact]
    public void Half_of_a_pair_that_is_not_escaped_is_found()
    {
        Assert.True(JsonUnicode.IsHalvedJson("[\"\ud800\"]"));
        Assert.False(JsonUnicode.IsHalvedJson("[\"\uFFFD\"]"));
    }
}
