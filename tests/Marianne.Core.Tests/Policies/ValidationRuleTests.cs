using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class ValidationRuleTests
{
    [Theory]
    [InlineData("[a-z-[", 100_000, "more than 10,000")]
    [InlineData("[a-z-[", 1_000, "nested deeper than 250 levels")]
    [InlineData("[]a-[^]b-[", 300, "nested deeper than 250 levels")]
    [InlineData("(", 251, "nested deeper than 250 levels")]
    [InlineData("x(?", 1, "Invalid pattern 'x(?'")]
    [InlineData("x{2}{3}", 1_000, "Invalid pattern 'x{2}{3}x{2}{3}")]
    public void A_pattern_that_would_exhaust_the_stack_is_a_short_problem(string part, int count, string expected)
    {
        string pattern = string.Concat(Enumerable.Repeat(part, count));
        var rule = new ValidationRule { Type = ValidationKind.ContentRegex, Path = "a", Pattern = pattern };
        var limit = new RateLimitOptions { DetectionPatterns = [pattern] };

        OptionProblem[] problems =
        [
            Assert.Single(ValidationRule.Section.Validate(rule)), Assert.Single(RateLimitOptions.Section.Validate(limit)),
        ];

        Assert.All(problems, problem => Assert.Contains(expected, problem.Message, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.InRange(problem.Message.Length, 1, 1_000));
    }

    [Theory]
    [InlineData("[(]", 2_000)]
    [InlineData("(a)", 2_000)]
    [InlineData(@"\(", 2_000)]
    [InlineData("[[]", 2_000)]
    [InlineData("[a-z-[aeiou]]", 500)]
    public void A_long_pattern_that_is_not_deep_is_valid(string part, int count) => Assert.Empty(ValidationRule.Section.Validate(
        new() { Type = ValidationKind.ContentRegex, Path = "a", Pattern = string.Concat(Enumerable.Repeat(part, count)) }));

    [Theory]
    [InlineData(ValidationKind.FileExists, "validations.path: path is missing. file_exists needs the path of a file.")]
    [InlineData(ValidationKind.FileModified, "validations.path: path is missing. file_modified needs the path of a file.")]
    [InlineData(
        ValidationKind.ContentContains,
        "validations.path: path is missing. content_contains needs the path of a file.",
        "validations.pattern: pattern is missing. content_contains needs a string.")]
    [InlineData(
        ValidationKind.ContentRegex,
        "validations.path: path is missing. content_regex needs the path of a file.",
        "validations.pattern: pattern is missing. content_regex needs a regular expression.")]
    [InlineData(ValidationKind.CommandSucceeds, "validations.command: command is missing. command_succeeds needs a command.")]
    public void A_rule_has_what_its_type_needs(ValidationKind type, params string[] problems)
    {
        Assert.Equal(problems, ValidationRule.Section.Validate(new() { Type = type }).Select(problem => problem.ToString()));
        Assert.Empty(ValidationRule.Section.Validate(new() { Type = type, Path = "a", Pattern = "b", Command = "c" }));
    }

    [Fact]
    public void A_regular_expression_is_validated()
    {
        var rule = new ValidationRule { Type = ValidationKind.ContentRegex, Path = "a", Pattern = "(" };

        string message = Assert.Single(ValidationRule.Section.Validate(rule)).ToString();
        Assert.StartsWith("validations.pattern: '(' is not a valid regular expression: ", message);
        Assert.EndsWith(" Correct it, or use content_contains.", message);
        Assert.Empty(ValidationRule.Section.Validate(rule with { Type = ValidationKind.ContentContains }));
    }

    [Theory]
    [InlineData("sheet_num >= 2", "2345")]
    [InlineData("sheet_num <= 2", "12")]
    [InlineData("sheet_num == 2", "2")]
    [InlineData("sheet_num != 2", "1345")]
    [InlineData("sheet_num > 2", "345")]
    [InlineData("sheet_num < 2", "1")]
    [InlineData("  sheet_num>1  and  sheet_num<5 and sheet_num != 3 ", "24")]
    [InlineData("sheet_num > 999999999", "")]
    public void A_condition_compares_numbers(string condition, string sheets)
    {
        var rule = new ValidationRule { Type = ValidationKind.FileExists, Path = "a", Condition = condition };

        Assert.Empty(ValidationRule.Section.Validate(rule));
        Assert.Equal(sheets, string.Concat(Enumerable.Range(1, 5).Where(rule.IsFor)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("sheet_num = 2", "sheet_num = 2")]
    [InlineData("2 < sheet_num", "2 < sheet_num")]
    [InlineData("sheet_num > 1 or sheet_num < 3", "sheet_num > 1 or sheet_num < 3")]
    [InlineData("sheet_num > 1 and", "sheet_num > 1 and")]
    [InlineData("sheet_num > 1 and stage > 2", "stage > 2")]
    [InlineData("sheet_num > -1", "sheet_num > -1")]
    [InlineData("sheet_num > 1000000000", "sheet_num > 1000000000")]
    public void An_invalid_condition_is_reported(string condition, string invalid) => Assert.Equal(
        $"validations.condition: '{invalid}' is not a valid condition. "
            + "Compare sheet_num with a number (>=, <=, ==, !=, >, <) and join "
        + "comparisons with 'and', such as 'sheet_num >= 2 and sheet_num != 5'.",
        Assert.Single(
            ValidationRule.Section.Validate(new() { Type = ValidationKind.FileExists, Path = "a", Condition = condition }))
            .ToString());

    [Fact]
    public void A_condition_takes_precedence_over_a_sheet()
    {
        Assert.True(new ValidationRule().IsFor(7));
        Assert.True(new ValidationRule { Sheet = 7 }.IsFor(7));
        Assert.False(new ValidationRule { Sheet = 7 }.IsFor(8));
        Assert.True(new ValidationRule { Sheet = 7, Condition = "sheet_num > 7" }.IsFor(8));
    }
}
