using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>The processes of commands.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public sealed class CommandProcessTests : WorkFolder
{
    private const int Starts = 100;

    [Fact]
    public async Task A_process_is_identified_also_if_it_exits_at_once()
    {
        for (int start = 0; start < Starts; start++)
        {
            var tag = new ProcessTag();
            using CommandProcess? process = CommandStarter.TryStart(
                new ShellCommand("exit 3") { WorkingDirectory = Folder }, new Dictionary<string, string?>(), tag, out _);

            using Stream output = process!.Outputs.Single();
            Assert.Equal(3, await process.Exit);
            Assert.Equal(process.Id, process.Info?.Id.Pid);
            Assert.True(process.Info!.Id.StartTick > 0);
        }
    }
}
