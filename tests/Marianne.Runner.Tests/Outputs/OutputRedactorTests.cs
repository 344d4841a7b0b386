using Marianne.Outputs;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Outputs;

/// <summary>A redacted value has no secret and stays JSON.</summary>
public sealed class OutputRedactorTests
{
    private static readonly SecretRedactor Redactor = new(["sk-0123456789", "line one of it\nline two of it", "987654321012", "x\",\"y-secret"]);

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1}""")]
    [InlineData("\"a sk-0123456789 b\"", "\"a *** b\"")]
    [InlineData("""{"sk-0123456789":["sk-0123456789",true]}""", """{"***":["***",true]}""")]
    [InlineData("""["a","line one of it","line two of it","b"]""", """["a","***","b"]""")]
    [InlineData("[1,987654321012]", """[1,"***"]""")]
    [InlineData("\"\\u0073k-0123456789\"", "\"***\"")]
    [InlineData("not JSON with sk-0123456789", "not JSON with ***")]
    public void Each_text_is_redacted(string json, string expected) => Assert.Equal(expected, OutputRedactor.Redact(json, Redactor));

    [Fact]
    public void A_secret_that_extends_over_several_values_is_redacted() =>
        Assert.DoesNotContain("y-secret", OutputRedactor.Redact("""{"a":["x","y-secret",1]}""", Redactor), StringComparison.Ordinal);
}
