using Marianne.Learning;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Learning;

public sealed class CircuitNameTests
{
    private const string Here = "00000000000000aa";
    private const string There = "00000000000000bb";

    private static readonly CircuitBreakerOptions Shared = new();
    private static readonly CircuitBreakerOptions Alone = new() { CrossWorkspaceCoordination = false };

    [Theory]
    [InlineData("claude -p {prompt}", "claude -p {prompt}")]
    [InlineData(null, "score nightly")]
    [InlineData(" ", "score nightly")]
    public void An_instrument_has_its_own_and_commands_and_scripts_share_that_of_their_score(string? instrument, string expected)
    {
        Assert.Equal(expected, CircuitName.Of(Shared, "nightly", instrument, Here));
        Assert.Equal(expected, CircuitName.Of(Shared, "nightly", instrument, There));
        Assert.Equal($"{expected} in {Here}", CircuitName.Of(Alone, "nightly", instrument, Here));
        Assert.Equal($"{expected} in {There}", CircuitName.Of(Alone, "nightly", instrument, There));
    }

    [Fact]
    public void An_invalid_text_is_converted_to_a_valid_name()
    {
        AssertBecomes("claude   -p {prompt} ", "claude\n  -p {prompt}");
        AssertBecomes("claude   ", "claude \ud83d");

        static void AssertBecomes(string beginning, string instrument)
        {
            string name = CircuitName.Of(Shared, "nightly", instrument, Here);
            Assert.Equal(beginning + name[^LearningHash.Length..], name);
            Assert.True(LearningValidator.IsCircuitName(name));
        }
    }

    [Fact]
    public void Long_texts_that_end_differently_keep_different_names()
    {
        string text = new('a', CircuitName.MaximumLength - 4);
        string[] names =
        [
            CircuitName.Of(Shared, "nightly", text, Here),
            CircuitName.Of(Shared, "nightly", text + "12345", Here),
            CircuitName.Of(Shared, "nightly", text + "12346", Here),
            CircuitName.Of(Alone, "nightly", text, Here),
            CircuitName.Of(Alone, "nightly", text, There),
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(text, names[0]);
        Assert.All(names, name => Assert.True(LearningValidator.IsCircuitName(name)));
    }
}
