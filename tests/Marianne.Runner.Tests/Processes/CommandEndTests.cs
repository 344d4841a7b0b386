using System.Globalization;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>Ending commands and every process that they started.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class CommandEndTests : WorkFolder
{
    private readonly TimerClock _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _wrote = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [Trait("Platform", "Linux")]
    [InlineData("waits", "echo $$ >> pids; touch ready; exec sleep 600")]
    [InlineData("works", "echo $$ >> pids; touch ready; while :; do :; done")]
    [InlineData("never ends writing", "echo $$ >> pids; touch ready; exec yes")]
    [InlineData("reads", "echo $$ >> pids; touch ready; sleep 600 | cat")]
    [InlineData("ignores SIGTERM", "trap '' TERM; echo $$ >> pids; touch ready; while :; do sleep 600; done")]
    [InlineData("forks", "for i in 1 2 3; do sleep 600 & echo $! >> pids; done; echo $$ >> pids; touch ready; wait")]
    [InlineData("leaves its session", "setsid sh -c 'echo $$ >> pids; touch ready; exec sleep 600' & echo $$ >> pids; wait")]
    [InlineData("is given to another parent", "(setsid sh -c 'sh ./waits &' &); sleep 600")]
    [InlineData("hides its mark", "env -i sh -c 'echo $$ >> pids; touch ready; exec sleep 600' & wait")]
    [InlineData("ignores it, elsewhere", "(trap '' TERM; setsid sh ./waits &); sleep 600")]
    [InlineData("stops itself", "echo $$ >> pids; touch ready; kill -STOP $$")]
    [InlineData("leaves its session without its mark", "env -i setsid sh ./waits & sleep 600")]
    [InlineData("is given to another parent without its mark", "(env -i setsid sh ./waits &); sleep 600")]
    [InlineData("forks twice without its mark", "(env -i setsid sh -c '(setsid sh ./waits &) &' &); sleep 600")]
    [InlineData("becomes a daemon", "(env -i setsid sh -c '(exec sh ./waits <&- >&- 2>&- &)' &); sleep 600")]
    [InlineData("becomes a daemon elsewhere", "w=$PWD/waits; (cd /; env -i setsid sh -c \"(exec sh '$w' <&- >&- 2>&- &)\" &); sleep 600")]
    [InlineData("starts another when it is asked to end", "trap 'setsid sh ./waits & exit 143' TERM; echo $$ >> pids; touch ready; while :; do sleep 0.01; done")]
    public async Task Every_process_of_a_command_is_ended(string what, string text)
    {
        Write("waits", $"cd '{Folder}'; echo $$ >> pids; touch ready; exec sleep 600");
        Task<CommandResult> run = StartAsync(text);
        await UntilWrittenAsync("ready");
        int[] pids = [.. File.ReadLines(At("pids")).Select(int.Parse)];
        Assert.All(pids, pid => Assert.True(Lives(pid), what));

        await _stop.CancelAsync();
        CommandResult result = await AdvanceUntilKilledAsync(run);

        Assert.True(result is { WasStopped: true, TimedOut: false, WasStale: false, Succeeded: false });
        Assert.NotNull(result.Signal);
        Assert.Empty(result.Survivors);
        Assert.All(File.ReadLines(At("pids")), pid => Assert.False(Lives(int.Parse(pid, CultureInfo.InvariantCulture)), what));
    }

    [Theory]
    [Trait("Platform", "Linux")]
    [InlineData("in its group", "trap '' TERM; touch ready; sh ./next &")]
    [InlineData("in new sessions", "trap '' TERM; touch ready; setsid sh ./next &")]
    public async Task A_process_that_is_replaced_again_and_again_is_ended(string where, string next)
    {
        Write("next", next);
        Task<CommandResult> run = StartAsync("sh ./next & exec sleep 600");
        await UntilWrittenAsync("ready");
        await _stop.CancelAsync();
        CommandResult result = await AdvanceUntilKilledAsync(run);

        Assert.Empty(result.Survivors);
        Assert.DoesNotContain(
            LinuxProcessInfo.All(), process => new FileInfo($"/proc/{process.Id.Pid}/cwd").LinkTarget == Folder && where != "");
    }

    [Fact]
    public async Task A_command_is_asked_to_end_before_it_is_killed()
    {
        Task<CommandResult> run = StartAsync("trap 'echo cleaned; exit 4' TERM; touch ready; while :; do sleep 0.01; done");
        await UntilWrittenAsync("ready");
        await _stop.CancelAsync();
        CommandResult result = await run; // The clock does not advance.

        Assert.Equal((true, 4), (result.WasStopped, result.ExitCode));
        Assert.EndsWith("cleaned\n", result.Output);
    }

    [Fact]
    public async Task Other_commands_are_not_ended()
    {
        Task<CommandResult> other = StartAsync("touch other; while ! test -e go; do sleep 0.01; done; echo lived");
        using var stop = new CancellationTokenSource();
        Task<CommandResult> run = new ProcessCommandRunner(_time)
            .RunAsync(new("touch ready; exec sleep 600") { WorkingDirectory = Folder }, null, stop.Token).AsTask();
        await UntilWrittenAsync("ready");
        await UntilWrittenAsync("other");
        await stop.CancelAsync();
        Assert.True((await run).WasStopped);

        Write("go", "");
        Assert.Equal("lived\n", (await other).Output);
    }

    [Fact]
    public async Task A_command_that_is_cancelled_before_it_starts_is_not_started()
    {
        await _stop.CancelAsync();
        Assert.True((await StartAsync("touch started")).WasStopped);
        Assert.False(File.Exists(At("started")));
    }

    [Fact]
    public async Task A_command_is_ended_after_its_timeout_and_not_before()
    {
        Task<CommandResult> run = StartAsync("echo started; exec sleep 600", timeout: TimeSpan.FromDays(3));
        await _wrote.Task;

        CommandResult result = await _time.AdvanceUntilAsync(run, Cancellation);

        Assert.True(result is { TimedOut: true, WasStopped: false, WasStale: false, Output: "started\n" });
        Assert.True(result.Duration >= TimeSpan.FromDays(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_command_is_ended_as_stale_if_stale_detection_is_enabled(bool isEnabled)
    {
        var stale = new StaleDetectionOptions { Enabled = isEnabled };
        Task<CommandResult> run = StartAsync(
            "while ! test -e go; do sleep 0.01; done; echo one; exec sleep 600", TimeSpan.FromMinutes(20), stale);
        if (isEnabled)
        {
            double interval = stale.CheckIntervalSeconds;
            for (double idle = 0; idle + interval < stale.IdleTimeoutSeconds; idle += interval)
                await _time.AdvanceToTimerAsync(Cancellation);
        }

        Write("go", "");
        await _wrote.Task; // Now the idle time starts again.
        CommandResult result = await _time.AdvanceUntilAsync(run, Cancellation);

        Assert.Equal((isEnabled, !isEnabled), (result.WasStale, result.TimedOut));
        Assert.Equal("one\n", result.Output);
        Assert.True(!isEnabled || result.Duration > TimeSpan.FromSeconds(stale.IdleTimeoutSeconds));
    }

    [Fact]
    public async Task A_command_that_exits_is_neither_stopped_nor_timed_out()
    {
        CommandResult result = await StartAsync("exit 0", TimeSpan.FromTicks(long.MaxValue), new() { Enabled = true });
        await _stop.CancelAsync();

        Assert.True(result is { Succeeded: true, ExitCode: 0, WasStopped: false, TimedOut: false, WasStale: false });
    }

    private static bool Lives(int pid) =>
        LinuxProcessInfo.Find(pid) is { HasEnded: false };

    /// <summary>
    /// Advances the clock again and again until a command has ended: the time in which processes must end is polled, and has no
    /// timer.
    /// </summary>
    private async Task<CommandResult> AdvanceUntilKilledAsync(Task<CommandResult> run)
    {
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(run, Task.Delay(2, Cancellation));
        }

        return await run;
    }

    private Task<CommandResult> StartAsync(string text, TimeSpan? timeout = null, StaleDetectionOptions? stale = null) =>
        new ProcessCommandRunner(_time)
            .RunAsync(
                new(text) { WorkingDirectory = Folder, Timeout = timeout, Stale = stale },
                _ => _wrote.TrySetResult(),
                _stop.Token)
            .AsTask();
}
