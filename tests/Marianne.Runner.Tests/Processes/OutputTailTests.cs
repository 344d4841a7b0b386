using CsCheck;
using Marianne.Processes;
using Marianne.Text;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

public sealed class OutputTailTests
{
    private static readonly string[] Parts = ["a", "\n", "\r\n", "\ud83d\ude00", "e\u0301"];

    [Fact]
    public void The_end_of_a_text_is_the_same_in_whatever_pieces_it_arrives() =>
        Gen.Int[0, 4].Select(index => Parts[index]).Array[0, 300].Select(Gen.Int[1, 40]).Sample((parts, limit) =>
        {
            string text = string.Concat(parts);
            var whole = new OutputTail(limit);
            whole.Add(text);
            var pieces = new OutputTail(limit);
            foreach (string part in parts)
                pieces.Add(part);

            string expected = TextTruncation.Last(text, limit);
            return whole.ToString() == expected && pieces.ToString() == expected && whole.Length == text.Length;
        });
}
