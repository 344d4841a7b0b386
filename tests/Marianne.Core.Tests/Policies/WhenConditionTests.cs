using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class WhenConditionTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["branch"] = "main",
        ["empty"] = "",
        ["count"] = 3L,
        ["zero"] = 0L,
        ["ratio"] = 0.5,
        ["ten"] = "10",
        ["yes"] = true,
        ["no"] = false,
        ["files"] = new[] { "a", "b" },
        ["none"] = Array.Empty<string>(),
        ["find.files.count"] = 2L,
    };

    [Theory]
    [InlineData("{branch} == 'main'", true)]
    [InlineData("{branch} == \"main\"", true)]
    [InlineData("{branch}=='Main'", false)]
    [InlineData("{branch} != 'main'", false)]
    [InlineData("{branch} < 'mainz' and {branch} > 'a'", true)]
    [InlineData("'it''s' == \"it's\"", true)]
    [InlineData("{count} > 2", true)]
    [InlineData("{count} >= 3 and {count} <= 3", true)]
    [InlineData("{count} == 3.0", true)]
    [InlineData("{count} == '3'", true)]
    [InlineData("{count} < -1", false)]
    [InlineData("{ratio} < 1", true)]
    [InlineData("{ten} > 9", true)] // A text that is compared with a number is one.
    [InlineData("{ten} > '9'", false)] // Two texts are compared as texts.
    [InlineData("{find.files.count} > 0", true)]
    [InlineData("{branch} > 1", false)] // There is no order between a number and a word,
    [InlineData("{branch} < 1", false)]
    [InlineData("{branch} == 1", false)]
    [InlineData("{branch} != 1", true)] // but they differ.
    [InlineData("{empty} == ''", true)]
    [InlineData("{empty} < 1", false)]
    [InlineData("{empty}", false)]
    [InlineData("{branch}", true)]
    [InlineData("{zero}", false)]
    [InlineData("{count}", true)]
    [InlineData("{yes}", true)]
    [InlineData("{no}", false)]
    [InlineData("{no} == false", true)]
    [InlineData("{yes} == 'TRUE'", true)]
    [InlineData("{yes} == 1", false)]
    [InlineData("{yes} > {no}", false)]
    [InlineData("{files}", true)]
    [InlineData("{none}", false)]
    [InlineData("{none} == ''", true)]
    [InlineData("{missing}", false)]
    [InlineData("{missing} == ''", false)]
    [InlineData("{missing} == {missing}", true)]
    [InlineData("{missing} < 1 or {missing} > 1", false)]
    [InlineData("true or false and false", true)] // and binds closer than or,
    [InlineData("(true or false) and false", false)]
    [InlineData("not true or true", true)] // and not closer than and.
    [InlineData("not (true or true)", false)]
    [InlineData("not {count} == 4", true)]
    [InlineData("not not true", true)]
    [InlineData(" ( ( {count} > 2 ) ) ", true)]
    [InlineData("true and\n true", true)]
    public void A_condition_has_the_value(string text, bool expected)
    {
        Assert.Null(WhenCondition.ErrorIn(text));
        Assert.Equal(expected, WhenCondition.Parse(text).IsTrue(name => Values.GetValueOrDefault(name)));
    }

    [Theory]
    [InlineData("", "a value is expected, but the end is there at character 1")]
    [InlineData("{count} >", "a value is expected, but the end is there at character 10")]
    [InlineData("{count} = 3", "use == to compare at character 9")]
    [InlineData("{count} == main", "'main' is not a word of conditions")]
    [InlineData("{count} 3", "and, or, or the end is expected, but '3' is there at character 9")]
    [InlineData("1 < {count} < 5", "a comparison has only two values; join comparisons with and at character 13")]
    [InlineData("({count} > 1", "a parenthesis is not closed at character 1")]
    [InlineData("{count} > 1)", "and, or, or the end is expected, but ')' is there at character 12")]
    [InlineData("{branch} == 'main", "a string has no closing quote at character 13")]
    [InlineData("{count", "a placeholder is not closed or has no valid name at character 1")]
    [InlineData("{}", "a placeholder is not closed or has no valid name at character 1")]
    [InlineData("{count} + 1 > 2", "'+' is not allowed at character 9")]
    [InlineData("1.2.3 > 1", "'1' is not allowed at character 1")]
    [InlineData("{a} && {b}", "'&' is not allowed at character 5")]
    [InlineData("not", "a value is expected, but the end is there at character 4")]
    [InlineData("and true", "a value is expected, but 'and' is there at character 1")]
    [InlineData("True", "'True' is not a word of conditions")]
    public void An_error_has_its_position(string text, string error)
    {
        Assert.Contains($"is not a valid condition: {error}", WhenCondition.ErrorIn(text));
        Assert.Throws<ArgumentException>(() => WhenCondition.Parse(text));
    }

    [Fact]
    public void A_condition_that_is_too_long_or_nested_too_deep_is_an_error()
    {
        Assert.NotNull(WhenCondition.ErrorIn(new string('(', 5000) + "1"));
        Assert.NotNull(WhenCondition.ErrorIn(string.Join(" or ", Enumerable.Repeat("{count} == 1", 1000))));
        Assert.Null(WhenCondition.ErrorIn(string.Join(" or ", Enumerable.Repeat("{a}==1", 500))));
    }

    [Fact]
    public void The_placeholders_are_known() =>
        Assert.Equal(["a", "b.c"], WhenCondition.Parse("{a} == 1 or {b.c} and {a} and '{d}' == ''").Placeholders);
}
