using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>Which number a sheet of a changed score has. Sheets are written as name:work, and without a name as :work.</summary>
public sealed class SheetMatchingTests
{
    [Theory]
    [InlineData("a:1 b:2", "a:1 b:2", "1 2")]
    [InlineData("a:1 b:2", "x:9 a:1 b:2", "3 1 2")]
    [InlineData("a:1 b:2", "a:1 x:9 b:2 y:8", "1 3 2 4")]
    [InlineData("a:1 b:2", "b:2 a:1", "2 1")]
    [InlineData("a:1 b:2", "x:9 b:7 a:8", "3 2 1")] // The name counts, not the work.
    [InlineData(":1 :2", ":1 :2 :3", "1 2 3")]
    [InlineData(":1 :2", ":9 :1 :2", "1 2 3")] // Without names, the position counts.
    [InlineData(":1 :2", ":2 :1", "1 2")]
    [InlineData(":1 :2", "a:1 :2", "1 2")] // A sheet was given a name,
    [InlineData("a:1 b:2", "a:1 c:2", "1 2")] // or another one,
    [InlineData("a:1 b:2", "a:1 c:9", "1 2")] // or another one and other work.
    [InlineData(":1", "x:9 :1", "2 1")]
    [InlineData(":1 b:2", "x:9 :1 b:2", "3 1 2")]
    [InlineData("a:1 a:2", "a:2 a:1", "1 2")] // Sheets with the same name, in order.
    [InlineData("a:1 b:2 c:3", "x:9 c:3 a:1 b:2", "4 3 1 2")]
    [InlineData("a:1 b:2", "x:9 y:8 a:1 b:2", "3 4 1 2")]
    public void Each_sheet_keeps_its_number(string before, string after, string numbers)
    {
        var matching = Between(Read(before), Read(after));

        Assert.Equal(numbers, NumbersOf(matching.Order, after));
        Assert.Empty(matching.Removed);
    }

    [Theory]
    [InlineData("a:1 b:2 c:3", "x:9 c:3 a:1", 2)]
    [InlineData("a:1 b:2", "b:2", 1)]
    public void A_sheet_that_is_gone_is_found(string before, string after, int removed) =>
        Assert.Equal([removed], Between(Read(before), Read(after)).Removed);

    [Fact]
    public void A_second_change_keeps_the_numbers_of_the_first()
    {
        Score first = Read("a:1 b:2");
        Score second = Read("x:9 a:1 b:2");
        second = second with { Order = Between(first, second).Order };

        SheetOrder third = Between(second, Read("y:8 x:9 a:1 z:7 b:2")).Order;

        Assert.Equal("4 3 1 5 2", NumbersOf(third, "y x a z b"));
        Assert.Equal("3 1 2", NumbersOf(Between(second, Read("x:9 a:1 b:2")).Order, "x a b"));
    }

    [Fact]
    public void What_a_score_says_by_position_is_known_by_number()
    {
        Score written = Read("x:9 a:1 b:2") with
        {
            Sheet = new SheetOptions
            {
                Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [1] = [2, 3], [3] = [2] },
                SkipWhenCommand = new SortedDictionary<int, SkipWhenOptions> { [2] = new() { Command = "true" } },
            },
            Validations =
            [
                new ValidationRule { Type = ValidationKind.FileExists, Path = "x", Sheet = 1 },
                new ValidationRule { Type = ValidationKind.FileExists, Path = "ab", Condition = "sheet_num >= 2" },
            ],
        };

        Score numbered = written with { Order = SheetOrder.Of([3, 1, 2])! };

        Assert.Equal([3, 1, 2], numbered.Numbers);
        Assert.Equal(["a", "b", "x"], Enumerable.Range(1, 3).Select(number => numbered.SheetOf(number).Name));
        Assert.Equal([1, 2], numbered.ListedDependencies()[3]);
        Assert.Equal([1], numbered.ListedDependenciesOf(2));
        Assert.Equal([1], numbered.SheetByNumber().SkipWhenCommand.Keys);
        Assert.Equal("true", numbered.SkipOf(1)?.Command);
        Assert.Equal(["ab", "ab", "x"], Enumerable.Range(1, 3).Select(number => Assert.Single(numbered.RulesOf(number)).Path));
        Assert.Equal(ScoreJson.Of(written), ScoreJson.Of(numbered));
    }

    [Fact]
    public void A_snapshot_keeps_the_written_score_and_the_numbers()
    {
        Score written = Read("x:9 a:1 b:2");
        Score numbered = written with { Order = SheetOrder.Of([3, 1, 2])! };

        string json = ScoreSnapshot.Of(numbered).Json;

        Assert.EndsWith(",\"marianne_order\":[3,1,2]}", json, StringComparison.Ordinal);
        Score read = ScoreJson.Read(json, "/");
        Assert.Equal(["x", "a", "b"], read.Sheets.Select(sheet => sheet.Name));
        Assert.Equal("x", read.SheetOf(3).Name);
        Assert.Equal(json, ScoreSnapshot.Of(read).Json);
        Assert.NotEqual(ScoreSnapshot.Of(written).Hash, ScoreSnapshot.Of(read).Hash);
        Assert.DoesNotContain("marianne_order", ScoreSnapshot.Of(written).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_that_is_new_after_items_gets_the_number_after_theirs()
    {
        Score before = OfItems("a:1 b:2");

        Score after = OfItems("x:9 a:1 y:8 b:2");
        after = after with { Order = SheetMatching.Between(before, after, total: 7).Order };

        Assert.Equal([8, 1, 9, 2], after.Numbers);
        Assert.Equal([1, 2, 8, 9], Enumerable.Range(1, 10).Where(after.Has));
        Assert.Equal(9, after.SheetCount);
        Assert.Equal("y", after.SheetOf(9).Name);
        Assert.Null(after.NameIfAny(3));
        Assert.Equal([8, 1, 9, 2], ScoreJson.Read(ScoreSnapshot.Of(after).Json, "/").Numbers);
        Score third = OfItems("x:9 a:1 y:8 z:7 b:2");
        Assert.Equal("8 1 9 21 2", NumbersOf(SheetMatching.Between(after, third, total: 20).Order, "x a y z b"));
        Assert.Equal([8], SheetMatching.Between(after, OfItems("a:1 y:8 b:2"), total: 20).Removed);
        Assert.Equal("sheets 8, 9 added", ScoreChanges.Between(before, after).ToString());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[1,1]")]
    [InlineData("[2,3]")]
    [InlineData("[0,1]")]
    [InlineData("[1,200000]")]
    [InlineData("[\"1\",2]")]
    [InlineData("{}")]
    public void A_snapshot_with_other_numbers_is_unreadable(string order)
    {
        string json = ScoreSnapshot.Of(Read("a:1 b:2")).Json[..^1] + $",\"marianne_order\":{order}}}";

        MarianneException error = Assert.Throws<MarianneException>(() => ScoreJson.Read(json, "/"));

        Assert.Equal(MarianneError.ScoreUnreadable, error.Error);
        Assert.Contains("marianne_order", error.Message);
    }

    private static SheetMatching Between(Score before, Score after) => SheetMatching.Between(before, after, before.Sheets.Count);

    /// <summary>Returns a score whose sheet a runs once for each item.</summary>
    private static Score OfItems(string sheets)
    {
        Score score = Read(sheets);
        var source = new ForEachOptions { In = new object?[] { "1", "2" } };
        return score with { Sheets = [.. score.Sheets.Select(sheet => sheet.Name == "a" ? sheet with { ForEach = source } : sheet)] };
    }

    private static Score Read(string sheets) => new Score
    {
        Name = "n",
        Workspace = "/",
        Sheets =
        [
            .. sheets.Split(' ').Select(sheet => sheet.Split(':'))
                .Select(parts => new ScoreSheet { Name = parts[0].Length == 0 ? null : parts[0], Command = parts[1] }),
        ],
    }.At("/");

    private static string NumbersOf(SheetOrder order, string sheets) =>
        string.Join(' ', Enumerable.Range(1, sheets.Split(' ').Length).Select(order.NumberAt));
}
