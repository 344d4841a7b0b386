using CsCheck;
using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class DependencyTests
{
    [Fact]
    public void Sheets_without_dependencies_are_one_group() =>
        Assert.Equal([[1, 2, 3]], new DependencyGraph(3, Dependencies()).Groups());

    [Fact]
    public void A_group_depends_only_on_earlier_groups() =>
        Assert.Equal([[1, 4], [2, 5], [3]], new DependencyGraph(5, Dependencies((2, [1]), (3, [2, 4]), (5, [4, 4]))).Groups());

    [Fact]
    public void A_graph_returns_the_dependencies_of_a_sheet()
    {
        var graph = new DependencyGraph(4, Dependencies((2, [1]), (3, [1, 4])));

        Assert.Equal([1, 4], graph.DependenciesOf(3));
        Assert.Empty(graph.DependenciesOf(1));
    }

    [Fact]
    public void A_graph_returns_what_depends_on_sheets_and_because_of_which()
    {
        var graph = new DependencyGraph(6, Dependencies((2, [1]), (3, [5, 2]), (4, [3]), (5, [6])));

        Assert.Equal(
            new Dictionary<int, int> { [2] = 0, [3] = 2, [4] = 3, [5] = 0 }, graph.DependentsOf([5, 2, 5]));
        Assert.Empty(graph.DependentsOf([]));
    }

    [Fact]
    public void Every_problem_is_reported_with_its_sheet() => Assert.Equal(
        [
            "sheet.dependencies.0: Sheet 0 does not exist: the sheets are 1 to 3. Correct the number, or remove it.",
            "sheet.dependencies.1: Sheet 1 depends on sheet 4, but the sheets are 1 to 3. Correct the number.",
            "sheet.dependencies.2: Sheet 2 depends on itself, so it could never start. Remove this dependency.",
        ],
        DependencyValidator.Validate(3, Dependencies((0, [1]), (1, [4]), (2, [2]))).Select(problem => problem.ToString()));

    [Fact]
    public void A_cycle_is_reported_from_its_lowest_sheet()
    {
        OptionProblem problem = Assert.Single(
            DependencyValidator.Validate(6, Dependencies((1, [6]), (6, [4]), (4, [2]), (2, [6]), (5, [3]))));

        Assert.Equal("sheet.dependencies.2", problem.Path);
        Assert.Contains("2 -> 6 -> 4 -> 2 ", problem.Message);
    }

    [Fact]
    public void A_graph_cannot_have_a_cycle() =>
        Assert.Throws<ArgumentException>(() => new DependencyGraph(2, Dependencies((1, [2]), (2, [1]))));

    [Fact]
    public void A_chain_of_ten_thousand_sheets_is_supported()
    {
        var dependencies = Enumerable.Range(2, 9999).ToDictionary(
            number => number, number => (IReadOnlyCollection<int>)[number - 1]);

        Assert.Equal(10_000, new DependencyGraph(10_000, dependencies).Groups().Count);
        dependencies[1] = [10_000];
        Assert.Contains("1 -> 10000 -> 9999 -> ", Assert.Single(DependencyValidator.Validate(10_000, dependencies)).Message);
    }

    [Fact]
    public void Groups_contain_every_sheet_once_and_respect_every_dependency() =>
        Arrows.Sample(arrows =>
        {
            Dictionary<int, IReadOnlyCollection<int>> dependencies = Group(arrows.Where(arrow => arrow.To < arrow.From));
            IReadOnlyList<IReadOnlyList<int>> groups = new DependencyGraph(12, dependencies).Groups();
            var place = groups.SelectMany((group, index) => group.Select(number => (number, index)))
                .ToDictionary(pair => pair.number, pair => pair.index);

            return place.Count == 12 && dependencies.All(
                entry => entry.Value.All(other => place[other] < place[entry.Key]));
        });

    [Fact]
    public void Dependencies_are_valid_exactly_when_all_sheets_can_run_one_by_one() =>
        Arrows.Sample(arrows =>
        {
            Dictionary<int, IReadOnlyCollection<int>> dependencies = Group(arrows);
            HashSet<int> done = [];
            while (Enumerable.Range(1, 12).FirstOrDefault(CanRun) is > 0 and int next)
                done.Add(next);
            return DependencyValidator.Validate(12, dependencies) is [] == (done.Count == 12);

            bool CanRun(int number) =>
                !done.Contains(number) && dependencies.GetValueOrDefault(number, []).All(done.Contains);
        });

    private static Gen<(int From, int To)[]> Arrows => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).Array[0, 30];

    private static Dictionary<int, IReadOnlyCollection<int>> Group(IEnumerable<(int From, int To)> arrows) =>
        arrows.GroupBy(arrow => arrow.From)
            .ToDictionary(group => group.Key, group => (IReadOnlyCollection<int>)[.. group.Select(arrow => arrow.To)]);

    private static Dictionary<int, IReadOnlyCollection<int>> Dependencies(params (int Number, int[] Others)[] dependencies) =>
        dependencies.ToDictionary(entry => entry.Number, entry => (IReadOnlyCollection<int>)entry.Others);
}
