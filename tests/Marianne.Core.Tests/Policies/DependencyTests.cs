using CsCheck;
using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class DependencyTests
{
    [Fact]
    public void Sheets_that_need_nothing_run_together() =>
        Assert.Equal([[1, 2, 3]], new DependencyGraph(3, Needs()).Groups());

    [Fact]
    public void A_group_needs_only_earlier_groups() =>
        Assert.Equal([[1, 4], [2, 5], [3]], new DependencyGraph(5, Needs((2, [1]), (3, [2, 4]), (5, [4, 4]))).Groups());

    [Fact]
    public void A_graph_returns_the_sheets_that_a_sheet_needs()
    {
        var graph = new DependencyGraph(4, Needs((2, [1]), (3, [1, 4])));

        Assert.Equal([1, 4], graph.NeedsOf(3));
        Assert.Empty(graph.NeedsOf(1));
    }

    [Fact]
    public void Every_problem_is_told_with_its_sheet() => Assert.Equal(
        [
            "sheet.dependencies.0: There is no sheet 0: the sheets are 1 to 3. Remove it or mend its number.",
            "sheet.dependencies.1: Sheet 1 needs sheet 4, and the sheets are 1 to 3. Mend the number.",
            "sheet.dependencies.2: Sheet 2 needs itself, so it could never start. Remove it from what it needs.",
        ],
        DependencyValidator.Check(3, Needs((0, [1]), (1, [4]), (2, [2]))).Select(problem => problem.ToString()));

    [Fact]
    public void A_circle_is_printed_from_its_lowest_sheet()
    {
        OptionProblem problem = Assert.Single(DependencyValidator.Check(6, Needs((1, [6]), (6, [4]), (4, [2]), (2, [6]), (5, [3]))));

        Assert.Equal("sheet.dependencies.2", problem.Path);
        Assert.Contains("2 -> 6 -> 4 -> 2 ", problem.Message);
    }

    [Fact]
    public void A_graph_is_not_made_of_a_circle() =>
        Assert.Throws<ArgumentException>(() => new DependencyGraph(2, Needs((1, [2]), (2, [1]))));

    [Fact]
    public void A_chain_of_ten_thousand_sheets_is_no_burden()
    {
        var needs = Enumerable.Range(2, 9999).ToDictionary(number => number, number => (IReadOnlyCollection<int>)[number - 1]);

        Assert.Equal(10_000, new DependencyGraph(10_000, needs).Groups().Count);
        needs[1] = [10_000];
        Assert.Contains("1 -> 10000 -> 9999 -> ", Assert.Single(DependencyValidator.Check(10_000, needs)).Message);
    }

    [Fact]
    public void Groups_hold_every_sheet_once_and_respect_every_dependency() =>
        Arrows.Sample(arrows =>
        {
            Dictionary<int, IReadOnlyCollection<int>> needs = Group(arrows.Where(arrow => arrow.To < arrow.From));
            IReadOnlyList<IReadOnlyList<int>> groups = new DependencyGraph(12, needs).Groups();
            var place = groups.SelectMany((group, index) => group.Select(number => (number, index)))
                .ToDictionary(pair => pair.number, pair => pair.index);

            return place.Count == 12 && needs.All(need => need.Value.All(needed => place[needed] < place[need.Key]));
        });

    [Fact]
    public void Dependencies_are_good_exactly_when_sheets_can_be_played_one_by_one() =>
        Arrows.Sample(arrows =>
        {
            Dictionary<int, IReadOnlyCollection<int>> needs = Group(arrows);
            HashSet<int> done = [];
            while (Enumerable.Range(1, 12).FirstOrDefault(
                number => !done.Contains(number) && needs.GetValueOrDefault(number, []).All(done.Contains)) is > 0 and int next)
            {
                done.Add(next);
            }

            return DependencyValidator.Check(12, needs) is [] == (done.Count == 12);
        });

    private static Gen<(int From, int To)[]> Arrows => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).Array[0, 30];

    private static Dictionary<int, IReadOnlyCollection<int>> Group(IEnumerable<(int From, int To)> arrows) =>
        arrows.GroupBy(arrow => arrow.From)
            .ToDictionary(group => group.Key, group => (IReadOnlyCollection<int>)[.. group.Select(arrow => arrow.To)]);

    private static Dictionary<int, IReadOnlyCollection<int>> Needs(params (int Number, int[] Needed)[] needs) =>
        needs.ToDictionary(need => need.Number, need => (IReadOnlyCollection<int>)need.Needed);
}
