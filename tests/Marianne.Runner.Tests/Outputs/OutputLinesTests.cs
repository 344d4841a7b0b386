using Marianne.Outputs;
using Xunit;

namespace Marianne.Runner.Tests.Outputs;

/// <summary>Tests of the lines with which a sheet passes values on.</summary>
public sealed class OutputLinesTests
{
    [Theory]
    [InlineData("""{"marianne_output": {"files": ["a.cs", "ü"]}}""", """files=["a.cs","ü"]""")]
    [InlineData("""  { "marianne_output" : {"a": 1, "b": null}, "more": 2 }""", "a=1", "b=null")]
    [InlineData("text\n{\"marianne_output\":{\"a\":1}}\r\n{\"marianne_output\":{\"A\":2}}", "A=2")]
    [InlineData("""{"marianne_output": {}}""")]
    [InlineData("""see {"marianne_output": {"a": 1}}""")]
    [InlineData("""{"more": 2, "marianne_output": {"a": 1}}""")]
    [InlineData("""{"marianne_outputs": {"a": 1}}""")]
    [InlineData("")]
    public void A_line_that_begins_so_has_outputs(string output, params string[] expected)
    {
        foreach (int size in (int[])[1, 7, 1000])
        {
            var lines = new OutputLines();
            foreach (char[] piece in output.Chunk(size))
                lines.Add(piece);
            lines.Complete();

            Assert.Equal(expected, lines.Values.Select(value => $"{value.Key}={value.Value}"));
            Assert.Empty(lines.Problems);
        }
    }

    [Theory]
    [InlineData("""{"marianne_output": {"a": }}""", "not valid JSON")]
    [InlineData("""{"marianne_output": [1]}""", "not a JSON object")]
    [InlineData("""{"marianne_output": null}""", "not a JSON object")]
    [InlineData("{\"marianne_output\": {\"a\": \"\\ud800\"}}", "surrogate")]
    public void A_line_that_cannot_be_read_is_a_problem(string line, string why)
    {
        var lines = new OutputLines();
        lines.Add(line);
        lines.Complete();

        Assert.Empty(lines.Values);
        Assert.Contains(why, Assert.Single(lines.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_too_long_is_a_problem_and_another_long_line_is_not()
    {
        string huge = new('x', OutputLineParser.LongestLine + 1);
        var lines = new OutputLines();
        lines.Add(huge);
        lines.Add("\n{\"marianne_output\":{\"a\":\"");
        lines.Add(huge);
        lines.Add("\"}}\n{\"marianne_output\":{\"b\":1}}\n");

        Assert.Equal(["b"], lines.Values.Keys);
        Assert.Contains("name it in outputs", Assert.Single(lines.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_line_is_read()
    {
        string line = OutputLineParser.Of("files", """["a\nb"]""");

        Assert.True(OutputLineParser.IsReport(line));
        Assert.Equal([new("files", """["a\nb"]""")], OutputLineParser.Parse(line));
    }
}
