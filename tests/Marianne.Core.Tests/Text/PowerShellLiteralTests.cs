using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

/// <summary>Texts become literals of PowerShell.</summary>
public sealed class PowerShellLiteralTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("\u2018a\u2019 \u201ab\u201b", "'\u2018\u2018a\u2019\u2019 \u201a\u201ab\u201b\u201b'")]
    [InlineData("\u201c\"$a`\u201d", "'\u201c\"$a`\u201d'")]
    public void Each_quote_that_would_end_the_literal_is_doubled(string text, string literal) =>
        Assert.Equal(literal, PowerShellLiteral.Of(text));
}
