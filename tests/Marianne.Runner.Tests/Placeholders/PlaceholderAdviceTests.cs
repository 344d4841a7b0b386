using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Placeholders;

[Trait("Platform", "Unix")]
public sealed class PlaceholderAdviceTests
{
    [Theory]
    [InlineData("sh -c \"ls {workspace}\"", "sh reads {workspace} as code")]
    [InlineData("ssh host rm -r {workspace}", "ssh reads {workspace} as code")]
    [InlineData("ls {work_space}", "{work_space} is not a placeholder here and stays as it is. Did you mean {workspace}?")]
    [InlineData("ls {Workspace}", "Did you mean {workspace}?")]
    [InlineData("echo {sheetnum}", "Did you mean {sheet_num}?")]
    [InlineData("echo {job_id}", "The placeholders are {sheet_num}, {workspace}, {score}.")]
    public void A_probable_mistake_in_a_command_is_reported(string command, string expected)
    {
        OptionProblem problem = Assert.Single(PlaceholderAdvice.Of(ScoreOf(command)));

        Assert.Equal("sheets[1].command", problem.Path);
        Assert.Contains(expected, problem.Message);
    }

    [Theory]
    [InlineData("ls {workspace} {sheet_num} {score}")]
    [InlineData("awk '{print}' {workspace}/a")]
    [InlineData("echo ${HOME} a{b,c} {1..3} '{\"a_b\": 1}' {}")]
    [InlineData("sh -c 'echo {sheet_num}'")]
    [InlineData("sh -c 'ls \"$1\"' sh {workspace}")]
    [InlineData("go list -f '{{.Import_Path}}' {workspace}")]
    public void An_ordinary_command_is_not(string command) => Assert.Empty(PlaceholderAdvice.Of(ScoreOf(command)));

    [Fact]
    public void All_commands_and_paths_are_searched()
    {
        Score score = ScoreOf("true") with
        {
            Instrument = "bash -lc \"agent {prompt}\"",
            Validations =
            [
                new() { Type = ValidationKind.FileExists, Path = "{job}.md" },
                new() { Type = ValidationKind.CommandSucceeds, Command = "eval {workspace}", WorkingDirectory = "{sheet}" },
            ],
        };

        OptionProblem[] problems = [.. PlaceholderAdvice.Of(score)];

        Assert.Equal(
            ["instrument", "validations[1].command", "validations[0].path", "validations[1].working_directory"],
            problems.Select(problem => problem.Path));
        Assert.Contains("Remove {prompt} from the instrument.", problems[0].Message);
    }

    private static Score ScoreOf(string command) => new()
    {
        Name = "advice",
        Sheets = [new ScoreSheet { Command = "true" }, new ScoreSheet { Command = command }],
    };
}
