using Marianne.Errors;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class PreflightPolicyTests
{
    private static readonly PreflightOptions Options = new() { TokenWarningThreshold = 10, TokenErrorThreshold = 20 };

    [Theory]
    [InlineData(40, 0, false)]
    [InlineData(41, 1, false)]
    [InlineData(80, 1, false)]
    [InlineData(81, 0, true)]
    public void A_large_prompt_warns_and_a_larger_one_fails(int length, int warnings, bool fails)
    {
        PreflightResult verdict = PreflightPolicy.Check(Options, new string('x', length), _ => true);

        Assert.Equal((warnings, fails), (verdict.Warnings.Count, verdict.Error is not null));
        Assert.Equal(fails ? ErrorCodes.PromptTooLarge : null, verdict.Code);
    }

    [Fact]
    public void A_threshold_of_0_is_off()
    {
        PreflightResult verdict = PreflightPolicy.Check(
            new() { TokenWarningThreshold = 0, TokenErrorThreshold = 0 }, new string('x', 1_000_000), _ => true);

        Assert.Equal(250_000, verdict.Tokens);
        Assert.Empty(verdict.Warnings);
        Assert.Null(verdict.Error);
    }

    [Fact]
    public void The_error_says_how_much_is_too_much() => Assert.Equal(
        "The prompt has about 25 tokens, more than token_error_threshold, which is 20. Shorten it or raise "
        + "preflight.token_error_threshold.",
        PreflightPolicy.Check(Options, new string('x', 100), _ => true).Error);

    [Fact]
    public void A_file_that_the_prompt_names_and_that_is_missing_warns() => Assert.Equal(
        ["The prompt names 'docs/b.md', which does not exist."],
        PreflightPolicy.Check(new(), "Read docs/a.md and docs/b.md, then docs/b.md.", path => path == "docs/a.md").Warnings);

    [Theory]
    [InlineData("Read ./plan.md first.", "./plan.md")]
    [InlineData("see `src/Core/Job.cs`:", "src/Core/Job.cs")]
    [InlineData("in /etc/app/app.conf, or", "/etc/app/app.conf")]
    [InlineData(@"open C:\work\notes.txt.", @"C:\work\notes.txt")]
    [InlineData("(../up/one.json)", "../up/one.json")]
    [InlineData("plain a.b and 1.5 and/or e.g. this", null)]
    [InlineData("https://example.org/docs/page.html", null)]
    [InlineData("me@example.org/x.y", null)]
    [InlineData("every *.md file of docs/", null)]
    public void Files_are_told_from_other_words(string prompt, string? file) =>
        Assert.Equal(file is null ? [] : [file], PreflightPolicy.FilesIn(prompt));
}
