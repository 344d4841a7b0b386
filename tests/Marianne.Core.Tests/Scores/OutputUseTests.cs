using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>Tests of the places where outputs are used: each is a dependency, and what cannot work is a problem of the score.</summary>
public sealed class OutputUseTests
{
    [Fact]
    public void Each_use_is_a_dependency()
    {
        Score score = ScoreOf(
            new ScoreSheet { Name = "find", Command = "ls" },
            new ScoreSheet { Command = "wc {find.files}" },
            new ScoreSheet { Prompt = "Review {find.files}." },
            new ScoreSheet { Command = "a", Environment = new Dictionary<string, string> { ["A"] = "{find.files}" } },
            new ScoreSheet { Command = "a", When = "{find.files.count} > 0" },
            new ScoreSheet { Command = "a", Outputs = new Dictionary<string, SheetOutputOptions> { ["b"] = new() { Text = "{find.name}.md" } } },
            new ScoreSheet { Command = "a", Needs = ["find"] },
            new ScoreSheet { Command = "a" },
            new ScoreSheet { Command = "a" },
            new ScoreSheet { Command = "a {finds.x} {find.a.b} ${find.files} {find}" }) with
        {
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "{find.name}", Sheet = 8 }],
            Sheet = new SheetOptions
            {
                SkipWhenCommand = new Dictionary<int, SkipWhenOptions> { [9] = new() { Command = "test {find.n}" } },
            },
        };

        IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies = SheetDependencies.Of(score);

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], dependencies.Keys.Order());
        Assert.All(dependencies.Values, others => Assert.Equal([1], others));
        Assert.Empty(ProblemsOf(score));
    }

    [Fact]
    public void A_score_without_uses_keeps_its_dependencies() =>
        Assert.Empty(SheetDependencies.Of(ScoreOf(new ScoreSheet { Name = "a", Command = "echo {b.c}" })));

    [Fact]
    public void A_sheet_cannot_use_its_own_output() => Assert.Equal(
        "Sheet 1 'find' uses its own output {find.files}, which exists only when it is Completed. Use the output of another sheet.",
        Assert.Single(ProblemsOf(ScoreOf(new ScoreSheet { Name = "find", Command = "wc {find.files}" }))).Message);

    [Fact]
    public void A_cycle_names_the_key_that_closes_it()
    {
        OptionProblem problem = Assert.Single(ProblemsOf(ScoreOf(
            new ScoreSheet { Name = "a", Command = "x {b.out}" }, new ScoreSheet { Name = "b", Command = "y", Needs = ["a"] })));

        Assert.Equal("sheets[0].command", problem.Path);
        Assert.Contains("1 'a' -> 2 'b' -> 1 'a'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_two_sheets_have_cannot_be_referred_to()
    {
        OptionProblem problem = Assert.Single(ProblemsOf(ScoreOf(
            new ScoreSheet { Name = "a", Command = "x" }, new ScoreSheet { Name = "a", Command = "y" },
            new ScoreSheet { Command = "{a.out} {a.more}" })));

        Assert.Equal(("sheets[1].name", "Sheets 1 and 2 have the name 'a', to which {a.out} refers. Rename one of them."), (problem.Path, problem.Message));
    }

    [Fact]
    public void A_rule_of_all_sheets_cannot_use_an_output()
    {
        Score score = ScoreOf(new ScoreSheet { Name = "a", Command = "x" }) with
        {
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "{a.out}" }],
        };

        OptionProblem problem = Assert.Single(ProblemsOf(score));
        Assert.Equal(("validations[0].path", true), (problem.Path, problem.Message.Contains("Specify sheet.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{fnd.files} > 0", "There is no sheet with the name 'fnd'. Did you mean find?")]
    [InlineData("'{find.files}' == 'a'", "{find.files} is in quotes, so it is text. Remove the quotes.")]
    public void A_condition_that_cannot_be_true_is_a_problem(string when, string message) => Assert.Equal(
        message,
        Assert.Single(ProblemsOf(ScoreOf(new ScoreSheet { Name = "find", Command = "x" }, new ScoreSheet { Command = "y", When = when }))).Message);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_name_that_no_output_can_have_is_a_problem(int length, bool isValid)
    {
        string name = new('a', length);
        string json = $$"""{ "name": "n", "sheets": [{ "command": "x", "outputs": { "{{name}}": { "text": "a.txt" } } }] }""";

        Assert.Equal(isValid, OutputName.IsValid(name));
        Assert.Equal(isValid, !ScoreReadResult.Of(new JsonScoreReader().Read(json), "/").Problems.Any());
    }

    private static Score ScoreOf(params ScoreSheet[] sheets) => new() { Name = "outputs", Instrument = "ask", Sheets = sheets };

    private static OptionProblem[] ProblemsOf(Score score) => [.. score.Validate()];
}
