using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class LaunchPolicyTests
{
    private static readonly ParallelismOptions Parallel = new() { Enabled = true, MaxConcurrent = 2, StaggerDelayMs = 500 };

    [Fact]
    public void Without_parallel_runs_sheets_start_one_by_one_in_order()
    {
        var options = new ParallelismOptions { MaxConcurrent = 5, StaggerDelayMs = 500 };

        Assert.Equal(new(3, TimeSpan.Zero), LaunchPolicy.Next(options, [3, 4], 0, false, TimeSpan.Zero));
        Assert.Equal(LaunchDecision.None, LaunchPolicy.Next(options, [3, 4], 1, false, TimeSpan.Zero));
    }

    [Fact]
    public void At_most_as_many_sheets_run_as_there_are_slots()
    {
        Assert.Equal(3, LaunchPolicy.Next(Parallel, [3, 4], 1, false, null).Sheet);
        Assert.Equal(LaunchDecision.None, LaunchPolicy.Next(Parallel, [3, 4], 2, false, null));
        Assert.Equal(LaunchDecision.None, LaunchPolicy.Next(Parallel, [], 0, false, null));
    }

    [Fact]
    public void Starts_are_staggered()
    {
        var half = TimeSpan.FromMilliseconds(500);

        Assert.Equal(new(3, half), LaunchPolicy.Next(Parallel, [3, 4], 0, false, null));
        Assert.Equal(new(null, half), LaunchPolicy.Next(Parallel, [4], 1, false, TimeSpan.Zero));
        Assert.Equal(new(null, half / 5), LaunchPolicy.Next(Parallel, [4], 1, false, half * 0.8));
        Assert.Equal(new(4, half), LaunchPolicy.Next(Parallel, [4], 1, false, half));
    }

    [Fact]
    public void No_sheet_starts_after_a_failure_unless_fail_fast_is_off()
    {
        Assert.Equal(LaunchDecision.None, LaunchPolicy.Next(Parallel, [3], 0, true, null));
        Assert.Equal(3, LaunchPolicy.Next(Parallel with { FailFast = false }, [3], 0, true, null).Sheet);
    }
}
