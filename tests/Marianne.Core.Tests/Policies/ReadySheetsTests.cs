using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

/// <summary>Sheet 2 needs 1, sheet 3 needs 2, sheet 4 needs 1 and 3 with any result, and sheet 5 needs 4.</summary>
public sealed class ReadySheetsTests
{
    private static readonly DependencyGraph Graph = new(5, new Dictionary<int, IReadOnlyCollection<int>>
    {
        [2] = [1],
        [3] = [2],
        [4] = [1, 3],
        [5] = [4],
    })
    {
        NeededResultOf = number => number == 4 ? NeededResult.Any : NeededResult.Success,
    };

    [Fact]
    public void A_sheet_that_needs_any_result_starts_when_the_others_have_failed_or_can_no_longer_start()
    {
        ReadySheets ready = Create();

        ready.Fail(1);

        Assert.Equal([4], ready.InOrder);
        ready.Finish(4);
        Assert.Equal([5], ready.InOrder);
    }

    [Fact]
    public void A_sheet_that_needs_any_result_waits_for_all_of_them()
    {
        ReadySheets ready = Create();

        ready.Finish(1);
        Assert.Equal([2], ready.InOrder);
        ready.Finish(2);
        Assert.Equal([3], ready.InOrder);
        ready.Start(3);
        ready.Fail(3);

        Assert.Equal([4], ready.InOrder);
    }

    [Fact]
    public void A_failure_counts_once()
    {
        ReadySheets ready = Create();

        ready.Finish(1);
        ready.Fail(2);
        ready.Fail(2);
        ready.Fail(3);
        Assert.Equal([4], ready.InOrder);
        ready.Fail(4);

        Assert.Empty(ready.InOrder);
    }

    [Fact]
    public void A_failure_ends_a_long_chain()
    {
        const int Total = 10_000;
        var graph = new DependencyGraph(
            Total, Enumerable.Range(2, Total - 1).ToDictionary(number => number, number => (IReadOnlyCollection<int>)[number - 1]))
        {
            NeededResultOf = number => number == Total ? NeededResult.Any : NeededResult.Success,
        };
        var ready = new ReadySheets(Enumerable.Range(1, Total), graph, _ => false);

        ready.Fail(1);

        Assert.Equal([Total], ready.InOrder);
    }

    private static ReadySheets Create() => new(Enumerable.Range(1, 5), Graph, _ => false);
}
