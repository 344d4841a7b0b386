using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class NearestWordTests
{
    private static readonly string[] Known = ["workspace", "name", "retry"];

    [Theory]
    [InlineData("workspce", "workspace")]
    [InlineData("Workspace", "workspace")]
    [InlineData("retyr", "retry")]
    [InlineData("naem", "name")]
    [InlineData("parallel", null)]
    [InlineData("n", null)]
    [InlineData("", null)]
    public void The_known_word_with_the_fewest_edits_is_found(string word, string? expected) =>
        Assert.Equal(expected, NearestWord.Of(word, Known));
}
