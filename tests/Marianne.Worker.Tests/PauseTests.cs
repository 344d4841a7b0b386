using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker is stopped by a signal or killed, and the next run resumes the job.</summary>
[Trait("Category", "Process")]
public sealed class PauseTests : WorkerTestBase
{
    // The first attempt of the second sheet does not end. The child process is identified by its id.
    private const string Slow = """
        name: slow
        workspace: ./out
        sheets:
          - command: echo ran >> first.txt
          - command: test -f child || { sleep 600 & echo $! > child.new; mv child.new child; wait; }
        """;

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGHUP)]
    public async Task A_signal_pauses_the_job_and_ends_its_processes(PosixSignal signal)
    {
        SkipIfIgnored(signal);
        WriteScore(Slow);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.WaitForFileAsync(Path.Combine(Workspace, "child"), Cancellation);

        worker.Signal(signal);
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.True(result.ExitCode == 3, $"{result}");
        Assert.Contains("Paused: 1 of 2 sheets are done.", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.False(IsRunning(ReadOutput("child")));
        Job job = Assert.Single(await JobsAsync());
        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal(0, job.Sheets[1].AttemptCount);

        WorkerResult resumed = await RunAsync("run", "score.yaml");

        Assert.True(resumed.ExitCode == 0, $"{resumed}");
        Assert.Contains("Resuming 'slow': 1 of 2 sheets are done.", resumed.Output, StringComparison.Ordinal);
        Assert.Equal("ran", ReadOutput("first.txt"));
        Assert.Equal(JobStatus.Completed, Assert.Single(await JobsAsync()).Status);
    }

    [Fact]
    public async Task A_killed_worker_resumes_with_the_interrupted_sheet()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The score is for a POSIX shell.");
        WriteScore(Slow);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.WaitForFileAsync(Path.Combine(Workspace, "child"), Cancellation);
        worker.Kill();
        await worker.WaitForExitAsync(Cancellation);
        Process.GetProcessById(int.Parse(ReadOutput("child"), CultureInfo.InvariantCulture)).Kill();

        WorkerResult resumed = await RunAsync("run", "score.yaml");

        Assert.True(resumed.ExitCode == 0, $"{resumed}");
        Assert.Contains("was recovered", resumed.Output, StringComparison.Ordinal);
        Assert.Equal("ran", ReadOutput("first.txt"));
        Job job = Assert.Single(await JobsAsync());
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2], job.Sheets.Select(sheet => sheet.AttemptCount));
    }

    [Fact]
    public async Task A_second_interrupt_ends_the_worker_immediately()
    {
        SkipIfIgnored(PosixSignal.SIGINT);

        // The sheet ignores SIGTERM, so the pause takes a while.
        WriteScore("""
            name: stubborn
            workspace: ./out
            sheets:
              - command: trap '' TERM; echo $$ > started.new; mv started.new started; while true; do sleep 1; done
            """);
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.WaitForFileAsync(Path.Combine(Workspace, "started"), Cancellation);

        worker.Signal(PosixSignal.SIGINT);
        await worker.WaitForOutputAsync("Pausing: ", Cancellation); // Two simultaneous signals would be merged.
        worker.Signal(PosixSignal.SIGINT);
        WorkerResult result = await worker.WaitForExitAsync(Cancellation);

        Assert.Equal(130, result.ExitCode);
        Assert.False(IsRunning(ReadOutput("started")));
        Assert.Equal(JobStatus.Running, Assert.Single(await JobsAsync()).Status);
    }

    private static void SkipIfIgnored(PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not support these signals.");
        Assert.SkipWhen(
            WorkerProcess.Ignores(signal), $"{signal} is ignored by this process, and therefore by its child processes.");
    }

    /// <summary>Determines whether a process is running. A process that has ended may still be a zombie of its parent.</summary>
    private static bool IsRunning(string pid)
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
