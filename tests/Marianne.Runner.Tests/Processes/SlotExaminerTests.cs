using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>The state of what runs in the slot of a limit.</summary>
public sealed class SlotExaminerTests
{
    private readonly FakeProcessList _processes = new();

    [Theory]
    [InlineData(false, false, ProcessState.Unknown)]
    [InlineData(false, true, ProcessState.Unknown)]
    [InlineData(true, false, ProcessState.Dead)]
    [InlineData(true, true, ProcessState.Dead)]
    public void Without_a_command_the_process_decides(bool isDead, bool hasExpired, ProcessState expected)
    {
        SlotHolder holder = HolderOf(_processes.Start(7, "mark-7"), hasExpired);
        if (isDead)
            _processes.Kill(7);

        Assert.Equal(expected, Examine(holder));
    }

    [Fact]
    public void Nothing_is_known_of_another_host()
    {
        Assert.Equal(ProcessState.Unknown, Examine(HolderOf(new RunnerProcess(7, "there", "mark-7"), hasExpired: true)));
        Assert.Equal(ProcessState.Unknown, Examine(HolderOf(new RunnerProcess(7), hasExpired: true)));
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Linux")]
    public async Task The_command_that_a_dead_process_left_behind_is_found()
    {
        SlotHolder holder = HolderOf(_processes.Start(7, "mark-7"), hasExpired: false);
        _processes.Kill(7);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "echo started; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["MARIANNE_LIMIT_SLOT"] = holder.Token;
        using Process command = Process.Start(start)!;
        await command.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ProcessState.Alive, Examine(holder));
        Assert.Equal(ProcessState.Dead, Examine(holder with { Token = holder.Token[1..] }));

        command.StandardInput.Close();
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ProcessState.Dead, Examine(holder));
    }

    private static SlotHolder HolderOf(RunnerProcess process, bool hasExpired) => new()
    {
        Token = Guid.NewGuid().ToString("N"),
        JobId = "job",
        Number = 1,
        Process = process,
        HasExpired = hasExpired,
    };

    private ProcessState Examine(SlotHolder holder) => new SlotExaminer(_processes).Examine(holder);
}
