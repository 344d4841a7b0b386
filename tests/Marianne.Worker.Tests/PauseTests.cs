using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker is asked to end, or killed, and goes on where it was.</summary>
[Trait("Category", "Process")]
public sealed class PauseTests : WorkerTestBase
{
    // The second sheet takes for ever the first time; what it started is told from others by its number.
    private const string Slow = """
        name: slow
        workspace: ./out
        sheets:
          - command: echo played >> first.txt
          - command: test -f child || { sleep 600 & echo $! > child.new; mv child.new child; wait; }
        """;

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGHUP)]
    public async Task A_signal_pauses_the_job_and_ends_its_processes(PosixSignal signal)
    {
        SkipWhenIgnored(signal);
        WriteScore(Slow);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.UntilAsync(Path.Combine(Workspace, "child"), Cancellation);

        worker.Signal(signal);
        WorkerResult result = await worker.EndAsync(Cancellation);

        Assert.True(result.ExitCode == 3, $"{result}");
        Assert.Contains("Paused: 1 of 2 sheets are done.", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.False(Lives(Left("child")));
        Job job = Assert.Single(await JobsAsync());
        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal(0, job.Sheets[1].AttemptCount);

        WorkerResult resumed = await RunAsync("run", "score.yaml");

        Assert.True(resumed.ExitCode == 0, $"{resumed}");
        Assert.Contains("Goes on with 'slow': 1 of 2 sheets are done.", resumed.Output, StringComparison.Ordinal);
        Assert.Equal("played", Left("first.txt"));
        Assert.Equal(JobStatus.Completed, Assert.Single(await JobsAsync()).Status);
    }

    [Fact]
    public async Task A_worker_that_was_killed_goes_on_with_the_sheet_that_was_cut_short()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The score is for a POSIX shell.");
        WriteScore(Slow);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.UntilAsync(Path.Combine(Workspace, "child"), Cancellation);
        worker.KillAtOnce();
        await worker.EndAsync(Cancellation);
        Process.GetProcessById(int.Parse(Left("child"), CultureInfo.InvariantCulture)).Kill();

        WorkerResult resumed = await RunAsync("run", "score.yaml");

        Assert.True(resumed.ExitCode == 0, $"{resumed}");
        Assert.Contains("was recovered", resumed.Output, StringComparison.Ordinal);
        Assert.Equal("played", Left("first.txt"));
        Job job = Assert.Single(await JobsAsync());
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2], job.Sheets.Select(sheet => sheet.AttemptCount));
    }

    [Fact]
    public async Task A_second_interrupt_ends_it_at_once()
    {
        SkipWhenIgnored(PosixSignal.SIGINT);

        // What it started does not end when it is asked to, so the pause takes its time.
        WriteScore("""
            name: stubborn
            workspace: ./out
            sheets:
              - command: trap '' TERM; echo $$ > begun.new; mv begun.new begun; while true; do sleep 1; done
            """);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.UntilAsync(Path.Combine(Workspace, "begun"), Cancellation);

        worker.Signal(PosixSignal.SIGINT);
        await Task.Delay(200, Cancellation); // Two that come together are one.
        worker.Signal(PosixSignal.SIGINT);
        WorkerResult result = await worker.EndAsync(Cancellation);

        Process.GetProcessById(int.Parse(Left("begun"), CultureInfo.InvariantCulture)).Kill();
        Assert.Equal(130, result.ExitCode);
        Assert.Equal(JobStatus.Running, Assert.Single(await JobsAsync()).Status);
    }

    private static void SkipWhenIgnored(PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no such signals.");
        Assert.SkipWhen(WorkerProcess.Ignores(signal), $"{signal} is ignored here, and so by all that is started here.");
    }

    /// <summary>Whether a process runs; one that has ended may still wait for its parent to take note.</summary>
    private static bool Lives(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
