using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>Killing all commands at the end of the process.</summary>
public sealed class RunningCommandsTests
{
    [Fact]
    public async Task A_command_that_is_just_starting_is_waited_for()
    {
        using var commands = new RunningCommands();
        using var isStarting = new ManualResetEventSlim();
        using var mayStart = new ManualResetEventSlim();
        Task<IDisposable> start = Task.Run(
            () => commands.Start(() =>
            {
                isStarting.Set();
                mayStart.Wait(TestContext.Current.CancellationToken);
                return null;
            }),
            TestContext.Current.CancellationToken);
        isStarting.Wait(TestContext.Current.CancellationToken);

        var kill = new Thread(commands.Kill);
        kill.Start();
        while (kill.IsAlive && !kill.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            Thread.Yield();
        bool waits = kill.IsAlive;
        mayStart.Set();
        kill.Join();
        (await start).Dispose();

        Assert.True(waits);
    }
}
