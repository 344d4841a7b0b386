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
        PreflightResult result = PreflightPolicy.Check(Options, new string('x', length), _ => true);

        Assert.Equal((warnings, fails), (result.Warnings.Count, result.Error is not null));
        Assert.Equal(fails ? ErrorCodes.PromptTooLarge : null, result.Code);
    }

    [Fact]
    public void A_threshold_of_0_is_turned_off()
    {
        PreflightResult result = PreflightPolicy.Check(
            new() { TokenWarningThreshold = 0, TokenErrorThreshold = 0 }, new string('x', 1_000_000), _ => true);

        Assert.Equal(250_000, result.Tokens);
        Assert.Empty(result.Warnings);
        Assert.Null(result.Error);
    }

    [Fact]
    public void The_error_names_the_size_and_the_threshold() => Assert.Equal(
        "The prompt has about 25 tokens, more than token_error_threshold (20). Shorten it, or increase "
        + "preflight.token_error_threshold.",
        PreflightPolicy.Check(Options, new string('x', 100), _ => true).Error);

    [Fact]
    public void A_missing_file_that_the_prompt_names_is_a_warning() => Assert.Equal(
        ["The prompt refers to 'docs/b.md', which does not exist."],
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
    public void Files_are_distinguished_from_other_words(string prompt, string? file) =>
        Assert.Equal(file is null ? [] : [file], PreflightPolicy.FilesIn(prompt));
}
