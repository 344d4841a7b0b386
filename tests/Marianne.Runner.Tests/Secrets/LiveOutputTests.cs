using System.Text;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Secrets;

/// <summary>Outputs that are announced line by line while they are written.</summary>
public sealed class LiveOutputTests
{
    private const string Secret = "hunter2pass!Wort-4711";
    private const int Harmless = 3;

    public static TheoryData<string, int> Folded
    {
        get
        {
            var data = new TheoryData<string, int>();
            string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Secret}"));
            foreach (int width in Enumerable.Range(1, 16))
            {
                data.Add(Secret, width);
                data.Add($"the value of the token is {Secret}.", width);
                data.Add(base64, width);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Folded))]
    public void A_secret_that_is_folded_over_lines_is_redacted(string text, int width)
    {
        string announced = string.Concat(LinesOf(text.Chunk(width).Select(part => new string(part))));

        string core = text.Contains(Secret, StringComparison.Ordinal) ? Secret : text[8..^8];
        for (int start = 0; start + Harmless + 1 <= core.Length; start++)
            Assert.DoesNotContain(core.Substring(start, Harmless + 1), announced, StringComparison.Ordinal);
        Assert.Contains(SecretRedactor.Mask, announced, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_lines_are_announced_at_once_and_unchanged()
    {
        List<string> announced = [];
        var output = new LiveOutput(new SecretRedactor([Secret]), announced.Add);

        output.Add("one");
        output.Add("");
        output.Add("  two; three.");

        Assert.Equal(["one", "", "  two; three."], announced);
    }

    [Fact]
    public void A_line_that_may_begin_a_secret_is_held_until_the_next_one()
    {
        List<string> announced = [];
        var output = new LiveOutput(new SecretRedactor([Secret]), announced.Add);

        output.Add("it is hunt");
        Assert.Empty(announced);
        output.Add("for red October.");
        Assert.Equal(["it is hunt", "for red October."], announced);

        output.Add("he hunt");
        output.Complete();
        Assert.Equal("he hunt", announced[^1]);
    }

    private static List<string> LinesOf(IEnumerable<string> lines)
    {
        List<string> announced = [];
        var output = new LiveOutput(new SecretRedactor([Secret]), announced.Add);
        foreach (string line in lines)
            output.Add(line);
        output.Complete();
        return announced;
    }
}
