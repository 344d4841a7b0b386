using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>Sheets 1 and 2 are done, and sheet 2 depends on sheet 1. Sheets 3 and 4 are not done, and 4 is a prompt.</summary>
public sealed class DoneSheetChangesTests
{
    private static readonly Score Score = new Score
    {
        Name = "nightly",
        Workspace = "/work",
        Instrument = "ask",
        Sheets =
        [
            new ScoreSheet { Name = "one", Command = "1" }, new ScoreSheet { Prompt = "2" },
            new ScoreSheet { Command = "3" }, new ScoreSheet { Prompt = "4" },
        ],
        Sheet = new SheetOptions { Dependencies = new Dictionary<int, IReadOnlyCollection<int>> { [2] = [1] } },
    }.At("/");

    public static TheoryData<string, Func<Score, Score>, string[]> Changes => new()
    {
        { "nothing", score => score, [] },
        { "a sheet that is not done", score => Put(score, 3, new ScoreSheet { Command = "other" }), [] },
        { "a sheet is added", score => score with { Sheets = [.. score.Sheets, new ScoreSheet { Command = "5" }] }, [] },
        { "a name", score => Put(score, 1, score.Sheets[0] with { Name = "first", TimeoutSeconds = 5 }), [] },
        { "a policy", score => score with { Retry = new RetryOptions { MaxRetries = 9 }, Secrets = ["KEY"] }, [] },
        { "a validation of another sheet", score => score with { Validations = [Rule with { Sheet = 3 }] }, [] },
        {
            "dependencies of another sheet",
            score => Depend(score, new() { [2] = [1], [3] = [2] }),
            []
        },
        {
            "a done sheet", score => Put(score, 1, new ScoreSheet { Command = "other" }), ["sheet 1, which is done: changed"]
        },
        {
            "its environment",
            score => Put(score, 1, score.Sheets[0] with { Environment = new Dictionary<string, string> { ["A"] = "b" } }),
            ["sheet 1, which is done: changed"]
        },
        {
            "the instrument of a done prompt", score => score with { Instrument = "other" },
            ["sheet 2, which is done: instrument changed"]
        },
        { "the workspace", score => score with { Workspace = "/other" }, ["workspace changed"] },
        {
            "a validation of all sheets", score => score with { Validations = [Rule] },
            ["sheet 1, which is done: its conditions changed", "sheet 2, which is done: its conditions changed"]
        },
        {
            "a validation by a condition", score => score with { Validations = [Rule with { Condition = "sheet_num >= 2" }] },
            ["sheet 2, which is done: its conditions changed"]
        },
        {
            "dependencies of a done sheet", score => Depend(score, new() { [2] = [1, 3] }),
            ["sheet 2, which is done: its dependencies changed"]
        },
        {
            "done sheets are removed", score => score with { Sheets = [.. score.Sheets.Take(1)] },
            ["sheet 2, which is done: removed"]
        },
    };

    private static ValidationRule Rule { get; } = new() { Type = ValidationKind.FileExists, Path = "out" };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Only_changes_for_sheets_that_are_done_are_found(string change, Func<Score, Score> apply, string[] expected) =>
        Assert.True(
            expected.SequenceEqual(DoneSheetChanges.Between(Score, apply(Score), _ => false, number => number <= 2)), change);

    [Fact]
    public void A_sheet_that_a_done_sheet_used_counts_although_it_was_reset() => Assert.Equal(
        ["sheet 1, which others used: changed"],
        DoneSheetChanges.Between(Score, Put(Score, 1, new ScoreSheet { Command = "other" }), _ => false, number => number == 2));

    [Fact]
    public void A_changed_file_of_a_done_sheet_is_a_change() => Assert.Equal(
        ["sheet 2, which is done: its file changed"],
        DoneSheetChanges.Between(Score, Score, number => number >= 2, number => number <= 2));

    [Fact]
    public void Nothing_is_concerned_if_no_sheet_is_done() =>
        Assert.Empty(DoneSheetChanges.Between(Score, Score with { Workspace = "/other", Sheets = [] }, _ => true, _ => false));

    private static Score Put(Score score, int number, ScoreSheet sheet) => score with
    {
        Sheets = [.. score.Sheets.Select((other, index) => index == number - 1 ? sheet : other)],
    };

    private static Score Depend(Score score, Dictionary<int, IReadOnlyCollection<int>> dependencies) =>
        score with { Sheet = score.Sheet with { Dependencies = dependencies } };
}
