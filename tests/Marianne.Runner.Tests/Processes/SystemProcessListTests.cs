using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

public sealed class SystemProcessListTests
{
    private static readonly SystemProcessList Processes = SystemProcessList.Instance;

    [Fact]
    public void This_process_is_alive_whatever_is_known_of_it()
    {
        RunnerProcess current = Processes.Current;

        Assert.Equal(Environment.ProcessId, current.Pid);
        Assert.Equal(Environment.MachineName, current.Host);
        Assert.NotNull(current.StartMark);
        Assert.Equal(ProcessState.Alive, Processes.Examine(current));
        Assert.Equal(ProcessState.Alive, Processes.Examine(current with { StartMark = null }));
        Assert.Equal(ProcessState.Alive, Processes.Examine(new RunnerProcess(current.Pid)));
        Assert.Equal(ProcessState.Alive, Processes.Examine(current with { Host = current.Host!.ToUpperInvariant() }));
    }

    [Fact]
    public void A_later_process_with_the_same_id_is_another_process() =>
        Assert.Equal(ProcessState.Dead, Processes.Examine(Processes.Current with { StartMark = "an earlier one" }));

    [Fact]
    public void The_state_of_a_process_on_another_machine_is_unknown() =>
        Assert.Equal(ProcessState.Unknown, Processes.Examine(new RunnerProcess(1, "elsewhere.invalid", "mark")));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_process_id_that_is_not_in_use_is_dead(int pid) =>
        Assert.Equal(ProcessState.Dead, Processes.Examine(new RunnerProcess(pid)));

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_child_process_is_alive_until_it_exits()
    {
        // Either waits for its input to end.
        (string program, string arguments) = OperatingSystem.IsWindows() ? ("findstr", "x") : ("cat", "");
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;
        var runner = new RunnerProcess(child.Id, Environment.MachineName);
        Assert.Equal(ProcessState.Alive, Processes.Examine(runner));

        child.StandardInput.Close();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProcessState.Dead, Processes.Examine(runner));
    }
}
