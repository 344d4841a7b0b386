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

    [Fact]
    [Trait("Platform", "Linux")]
    public void The_start_mark_is_the_boot_the_tick_and_the_namespace_of_process_ids()
    {
        string[] parts = MarkParts();

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), parts[0]);
        Assert.Equal(File.ReadAllText("/proc/self/stat").Split(' ')[^31], parts[1]);
        Assert.Equal($"pid:[{parts[2]}]", new FileInfo("/proc/self/ns/pid").LinkTarget);
    }

    [Theory]
    [InlineData("{boot}:{tick}", "the id is used", ProcessState.Alive)] // An earlier version recorded no namespace.
    [InlineData("{boot}:{tick}", "the id is free", ProcessState.Dead)]
    [InlineData("{boot}:1", "the id is used", ProcessState.Dead)]
    [InlineData("{boot}:{tick}:{ns}", "the id is used", ProcessState.Alive)]
    [InlineData("{boot}:{tick}:{ns}", "the id is free", ProcessState.Dead)]
    [InlineData("{boot}:1:{ns}", "the id is used", ProcessState.Dead)]
    [InlineData("{boot}:{tick}:4026530001", "the id is used", ProcessState.Unknown)]
    [InlineData("{boot}:{tick}:4026530001", "the id is free", ProcessState.Unknown)]
    [InlineData("{boot}:1:4026530001", "the id is free", ProcessState.Unknown)]
    [InlineData("5b7b0a6c-9d8e-4f3a-8b1c-0d2e4f6a8b0c:{tick}:{ns}", "the id is used", ProcessState.Dead)]
    [InlineData("5b7b0a6c-9d8e-4f3a-8b1c-0d2e4f6a8b0c:{tick}", "the id is used", ProcessState.Dead)]
    [InlineData("5b7b0a6c-9d8e-4f3a-8b1c-0d2e4f6a8b0c:{tick}:4026530001", "the id is free", ProcessState.Dead)]
    [InlineData("2026-03-01T07:05:09.1234567Z", "the id is free", ProcessState.Unknown)] // The Windows around this Linux.
    [Trait("Platform", "Linux")]
    public void A_process_is_judged_only_in_its_own_namespace(string mark, string id, ProcessState expected)
    {
        string[] parts = MarkParts();
        mark = mark.Replace("{boot}", parts[0], StringComparison.Ordinal).Replace("{tick}", parts[1], StringComparison.Ordinal)
            .Replace("{ns}", parts[2], StringComparison.Ordinal);
        RunnerProcess process = Processes.Current with
        {
            Pid = id == "the id is used" ? Environment.ProcessId : int.MaxValue,
            StartMark = mark,
        };

        Assert.Equal(expected, Processes.Examine(process));
    }

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

    private static string[] MarkParts() => Processes.Current.StartMark!.Split(':');
}
