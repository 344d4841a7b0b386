using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>What is ended of the commands that bear the mark of a run.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public sealed class LeftoverCommandsTests : IDisposable
{
    private const string Job = "0123456789abcdef";

    private readonly LeftoverCommands _leftovers = new(SystemProcessList.Instance, TimeProvider.System);
    private readonly List<Process> _started = [];

    private static RunnerProcess Alive => SystemProcessList.Instance.Current with { Host = null };

    /// <summary>A process with the id of this one that started at another tick.</summary>
    private static RunnerProcess Dead => WithMark(parts => $"{parts[0]}:1:{parts[2]}");

    private static RunnerProcess InAnotherContainer => WithMark(parts => $"{parts[0]}:1:4026530001");

    public void Dispose()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    [Theory]
    [InlineData("sleep 60")]
    [InlineData("trap '' TERM; while :; do sleep 0.05; done")] // It ignores SIGTERM.
    [InlineData("sleep 60 & sleep 60")]
    [InlineData("env -u MARIANNE_RUN setsid sleep 60")]
    public async Task A_command_of_a_dead_run_is_ended_with_what_it_started(string command)
    {
        var mark = new RunMark(Job, 1, Dead);
        Process process = await StartAsync(mark, command);

        LeftoverResult result = await _leftovers.EndAsync(found => found == mark, []);

        await ExitAsync(process);
        Assert.Contains(result.Ended, ended => ended.StartsWith($"{process.Id} (", StringComparison.Ordinal));
        Assert.Equal([Dead], result.Runners);
        Assert.Empty(result.Survivors);
        Assert.Same(LeftoverResult.None, await EmptyAsync(mark));
    }

    [Fact]
    public async Task A_command_without_its_environment_is_found_by_its_limit()
    {
        var mark = new RunMark(Job, 1, Dead);
        Process process = await StartAsync(null, $"{new ProcessTag(mark).Prefix} exec env -i sleep 60");

        LeftoverResult other = await _leftovers.EndAsync(_ => false, [mark with { Sheet = 2 }]);
        Assert.Empty(other.Ended);
        LeftoverResult result = await _leftovers.EndAsync(_ => false, [mark]);

        await ExitAsync(process);
        Assert.Equal([$"{process.Id} (sleep)"], result.Ended);
    }

    [Fact]
    public async Task A_command_of_a_live_run_of_another_container_or_of_another_job_is_kept()
    {
        Process[] kept =
        [
            await StartAsync(new RunMark(Job, 1, Alive), "sleep 60"),
            await StartAsync(new RunMark(Job, 1, InAnotherContainer), "sleep 60"),
            await StartAsync(new RunMark("fedcba9876543210", 1, Dead), "sleep 60"),
            await StartAsync(new RunMark(Job, 2, Dead), "sleep 60"),
            await StartAsync(null, $"{new ProcessTag(new RunMark(Job, 1, Alive)).Prefix} exec env -i sleep 60"),
        ];

        LeftoverResult result = await _leftovers.EndAsync(
            mark => mark is { Job: Job, Sheet: 1 }, [new RunMark(Job, 1, Alive), new RunMark(Job, 1, InAnotherContainer)]);

        Assert.Empty(result.Ended);
        Assert.All(kept, process => Assert.False(process.HasExited));
    }

    [Fact]
    public async Task A_command_of_a_live_process_is_ended_if_its_claim_was_taken_over()
    {
        var mark = new RunMark(Job, 1, InAnotherContainer);
        Process process = await StartAsync(mark, "sleep 60");
        Process other = await StartAsync(mark with { Sheet = 2 }, "sleep 60");

        LeftoverResult result = await _leftovers.EndAsync(found => found == mark, [], replaced: mark.Runner);

        await ExitAsync(process);
        Assert.Contains(result.Ended, ended => ended.StartsWith($"{process.Id} (", StringComparison.Ordinal));
        Assert.False(other.HasExited);
    }

    [Fact]
    public async Task A_dead_run_within_a_run_is_ended_with_the_outer_one_or_by_itself()
    {
        var outer = new RunMark(Job, 1, Dead);
        var inner = new RunMark("fedcba9876543210", 1, Dead);
        foreach (RunMark mark in new[] { outer, inner })
        {
            Process process = await StartAsync(inner, "sleep 60", outer.ToString());
            await _leftovers.EndAsync(found => found == mark, []);
            await ExitAsync(process);
        }
    }

    private async Task<LeftoverResult> EmptyAsync(RunMark mark)
    {
        LeftoverResult result = await _leftovers.EndAsync(found => found == mark, []);
        return result is { Ended: [], Survivors: [], Runners: [] } ? LeftoverResult.None : result;
    }

    /// <summary>Starts a command, and waits until it runs.</summary>
    private async Task<Process> StartAsync(RunMark? mark, string command, string? outer = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"echo started; {command}"]) { RedirectStandardOutput = true };
        if (mark is not null)
            start.Environment[RunMark.Variable] = mark.AddTo(outer);
        Process process = Process.Start(start)!;
        _started.Add(process);
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }

    private static Task ExitAsync(Process process) => process.WaitForExitAsync(TestContext.Current.CancellationToken);

    private static RunnerProcess WithMark(Func<string[], string> mark) => Alive with { StartMark = mark(Alive.StartMark!.Split(':')) };
}
