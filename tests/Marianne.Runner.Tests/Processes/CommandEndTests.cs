using Marianne.Policies;
using Marianne.Processes;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>Commands that are ended, with all that they started.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class CommandEndTests : WorkFolder
{
    private readonly FakeTimeProvider _time = new(TestJobs.Now);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _wrote = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

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
    public async Task All_of_a_command_is_ended(string what, string text)
    {
        Write("waits", "echo $$ >> pids; touch ready; exec sleep 600");
        Task<CommandResult> run = StartAsync(text);
        await UntilAsync(() => File.Exists(At("ready")));
        int[] pids = [.. File.ReadLines(At("pids")).Select(int.Parse)];
        Assert.All(pids, pid => Assert.True(Lives(pid), what));

        await _stop.CancelAsync();
        CommandResult result = await AdvanceUntilEndAsync(run);

        Assert.True(result is { WasStopped: true, TimedOut: false, WasStale: false, Succeeded: false });
        Assert.NotNull(result.Signal);
        Assert.All(pids, pid => Assert.False(Lives(pid), what));
    }

    [Fact]
    public async Task A_command_is_asked_before_it_is_killed()
    {
        Task<CommandResult> run = StartAsync("trap 'echo cleaned; exit 4' TERM; touch ready; while :; do sleep 0.01; done");
        await UntilAsync(() => File.Exists(At("ready")));
        await _stop.CancelAsync();
        CommandResult result = await run; // No time passes.

        Assert.Equal((true, 4), (result.WasStopped, result.ExitCode));
        Assert.EndsWith("cleaned\n", result.Output);
    }

    [Fact]
    public async Task Nothing_but_the_command_is_ended()
    {
        Task<CommandResult> other = StartAsync("touch other; while ! test -e go; do sleep 0.01; done; echo lived");
        using var stop = new CancellationTokenSource();
        Task<CommandResult> run = new ProcessCommandRunner(_time)
            .RunAsync(new("touch ready; exec sleep 600") { WorkingDirectory = Folder }, null, stop.Token).AsTask();
        await UntilAsync(() => File.Exists(At("ready")) && File.Exists(At("other")));
        await stop.CancelAsync();
        Assert.True((await run).WasStopped);

        Write("go", "");
        Assert.Equal("lived\n", (await other).Output);
    }

    [Fact]
    public async Task A_command_that_is_stopped_before_it_begins_does_not()
    {
        await _stop.CancelAsync();
        Assert.True((await StartAsync("touch begun")).WasStopped);
        Assert.False(File.Exists(At("begun")));
    }

    [Fact]
    public async Task A_command_has_its_time_and_no_more()
    {
        Task<CommandResult> run = StartAsync("echo begun; exec sleep 600", timeout: TimeSpan.FromDays(3));
        await _wrote.Task;
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.False(run.IsCompleted);

        CommandResult result = await AdvanceUntilEndAsync(run);
        Assert.True(result is { TimedOut: true, WasStopped: false, WasStale: false, Output: "begun\n" });
        Assert.InRange(result.Duration, TimeSpan.FromDays(3), TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_command_is_given_up(bool isEnabled)
    {
        var stale = new StaleDetectionOptions { Enabled = isEnabled };
        Task<CommandResult> run = StartAsync(
            "while ! test -e go; do sleep 0.01; done; echo one; exec sleep 600", TimeSpan.FromMinutes(20), stale);
        _time.Advance(TimeSpan.FromSeconds(299));
        Write("go", "");
        await _wrote.Task;

        CommandResult result = await AdvanceUntilEndAsync(run);
        Assert.Equal((isEnabled, !isEnabled), (result.WasStale, result.TimedOut));
        Assert.Equal("one\n", result.Output);
        TimeSpan least = isEnabled ? TimeSpan.FromSeconds(299 + 300) : TimeSpan.FromMinutes(20);
        Assert.InRange(result.Duration, least, least + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_command_that_ends_is_neither_stopped_nor_late()
    {
        CommandResult result = await StartAsync("exit 0", TimeSpan.FromTicks(long.MaxValue), new() { Enabled = true });
        await _stop.CancelAsync();

        Assert.True(result is { Succeeded: true, ExitCode: 0, WasStopped: false, TimedOut: false, WasStale: false });
    }

    private static bool Lives(int pid) =>
        LinuxProcessInfo.Find(pid) is { HasEnded: false };

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, Cancelled);
    }

    private async Task<CommandResult> AdvanceUntilEndAsync(Task<CommandResult> run)
    {
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(run, Task.Delay(2, Cancelled));
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
