using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class SheetDependenciesTests
{
    public static TheoryData<string, string, string> Problems => new()
    {
        {
            """{ "name": "revieww", "command": "1" }, { "needs": "review", "command": "2" }""", "sheets[1].needs[0]",
            "There is no sheet with the name 'review'. Did you mean revieww?"
        },
        {
            """{ "name": "find", "command": "1" }, { "needs": ["find", "publish"], "command": "2" }""", "sheets[1].needs[1]",
            "There is no sheet with the name 'publish'. Correct it, or give the sheet that is meant this name."
        },
        {
            """{ "name": "Find", "command": "1" }, { "needs": "find", "command": "2" }""", "sheets[1].needs[0]",
            "There is no sheet with the name 'find'. Did you mean Find?"
        },
        {
            """{ "name": "a", "command": "1" }, { "name": "a", "command": "2" }, { "needs": "a", "command": "3" }""",
            "sheets[1].name", "Sheets 1 and 2 have the name 'a', which another sheet refers to. Rename one of them."
        },
        {
            """{ "name": "a", "needs": "a", "command": "1" }""", "sheets[0].needs[0]",
            "Sheet 1 'a' needs itself, so it could never start. Remove this name."
        },
        {
            """{ "name": "a b", "command": "1" }, { "needs": "a b", "command": "2" }""", "sheets[1].needs[0]",
            "needs is 'a b' but must be the name of a sheet (letters, digits, '_' and '-', beginning with a letter or '_')."
        },
        {
            """{ "command": "1" }, { "needs": [1], "command": "2" }""", "sheets[1].needs[0]",
            "needs is 1 but must be the name of a sheet (letters, digits, '_' and '-', beginning with a letter or '_')."
        },
        {
            """{ "name": "a", "needs": "c", "command": "1" }, { "command": "2" }, { "name": "c", "needs": "a", "command": "3" }""",
            "sheets[0].needs",
            "Sheets depend on each other in a cycle, so none of them could start: 1 'a' -> 3 'c' -> 1 'a' (-> means: depends on). "
            + "Remove one of these dependencies."
        },
    };

    [Fact]
    public void Names_and_numbers_are_merged()
    {
        Score score = Read(
            """
            { "name": "find", "command": "1" }, { "command": "2" }, { "needs": ["find", "find"], "command": "3" },
            { "needs": "find", "command": "4" }
            """,
            """, "sheet": { "dependencies": { "2": [1], "3": [1, 2] } }""").OrThrow();

        IReadOnlyDictionary<int, IReadOnlyCollection<int>> all = SheetDependencies.Of(score);

        Assert.Equal([2, 3, 4], all.Keys);
        Assert.Equal([1], all[2]);
        Assert.Equal([1, 2], all[3]);
        Assert.Equal([1], all[4]);
    }

    [Theory]
    [InlineData("""{ "command": "1" }, { "command": "2" }, { "approval": {} }, { "command": "4" }""", "3: 1 2; 4: 3")]
    [InlineData("""{ "name": "a", "command": "1" }, { "approval": {}, "command": "2" }, { "needs": "a", "command": "3" }""", "2: 1; 3: 1")]
    [InlineData("""{ "approval": {} }, { "command": "2" }, { "approval": {} }, { "command": "4" }""", "2: 1; 3: 1 2; 4: 3")]
    [InlineData(
        """{ "name": "a", "command": "1" }, { "command": "2" }, { "needs": "a", "approval": {} }, { "approval": {} }, { "command": "5" }""",
        "3: 1; 4: 3 1 2; 5: 4")]
    [InlineData("""{ "needs": "gate", "command": "1" }, { "command": "2" }, { "name": "gate", "approval": {} }""", "1: 3; 3: 2")]
    [InlineData("""{ "needs": "late", "approval": {} }, { "name": "late", "command": "2" }, { "command": "3" }""", "1: 2; 3: 1")]
    [InlineData("""{ "name": "a", "command": "1" }, { "approval": {} }, { "command": "do {a.files}" }""", "2: 1; 3: 1 2")]
    public void Without_needs_the_order_counts_where_sheets_have_approvals(string sheets, string expected)
    {
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> all = SheetDependencies.Of(Read(sheets).OrThrow());

        Assert.Equal(expected, string.Join("; ", all.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value)}")));
    }

    [Theory]
    [InlineData("""{ "approval": { "message": " " } }""", "sheets[0].approval.message", "message is empty.")]
    [InlineData("""{ "approval": { "show": ["a", ""] } }""", "sheets[0].approval.show[1]", "The path is empty.")]
    [InlineData("""{ "approval": { "timeout": "0s" } }""", "sheets[0].approval.timeout", "timeout is 0s but must be")]
    [InlineData("""{ "approval": { "default": "maybe" } }""", "sheets[0].approval.default", "one of deny, approve")]
    [InlineData("""{ "approval": { "on_deny": "no" } }""", "sheets[0].approval.on_deny", "one of fail, retry")]
    [InlineData("""{ "approval": {}, "instrument": "x" }""", "sheets[0].instrument", "The sheet has only an approval")]
    [InlineData("""{ "name": "nothing" }""", "sheets[0]", "exactly one of")]
    public void An_approval_that_is_not_valid_is_a_problem_of_the_score(string sheet, string path, string message)
    {
        ScoreProblem problem = Assert.Single(Read(sheet).Problems);

        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_dependency_that_cannot_be_met_is_a_problem_of_the_score(string sheets, string path, string message)
    {
        ScoreProblem problem = Assert.Single(Read(sheets).Problems);

        Assert.Equal((path, message), (problem.Path, problem.Message));
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void A_cycle_of_names_and_numbers_is_found()
    {
        ScoreProblem problem = Assert.Single(Read(
            """{ "name": "a", "command": "1" }, { "name": "b", "needs": "a", "command": "2" }""",
            """, "sheet": { "dependencies": { "1": [2] } }""").Problems);

        Assert.Equal("sheets[1].needs", problem.Path);
        Assert.Contains("1 'a' -> 2 'b' -> 1 'a'", problem.Message);
    }

    [Fact]
    public void A_cycle_of_numbers_is_reported_once()
    {
        ScoreProblem problem = Assert.Single(Read(
            """{ "name": "a", "command": "1" }, { "needs": "a", "command": "2" }""",
            """, "sheet": { "dependencies": { "1": [2], "2": [1] } }""").Problems);

        Assert.Equal("sheet.dependencies.1", problem.Path);
    }

    [Fact]
    public void A_name_that_nothing_refers_to_may_be_any_text()
    {
        Assert.Empty(Read("""{ "name": "a b", "command": "1" }, { "name": "a b", "command": "2" }""").Problems);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("_a-1", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("-a", false)]
    [InlineData("a.b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    public void A_name_that_is_referred_to_is_an_identifier(string name, bool isValid) =>
        Assert.Equal(isValid, SheetName.CanBeReferredTo(name));

    private static ScoreReadResult Read(string sheets, string more = "") => ScoreReadResult.Of(
        new JsonScoreReader().Read($$"""{ "name": "n", "sheets": [{{sheets}}]{{more}} }"""), "/");
}
