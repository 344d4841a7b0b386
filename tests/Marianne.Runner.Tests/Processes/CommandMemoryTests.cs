using Marianne.Processes;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>Measures the memory of the process, so no other test runs beside it.</summary>
[Collection(nameof(CommandMemoryTests))]
[CollectionDefinition(nameof(CommandMemoryTests), DisableParallelization = true)]
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class CommandMemoryTests : WorkFolder
{
    [Theory]
    [InlineData("yes 2>&- | head -c 1000000000", 1_000_000_000)]
    [InlineData("head -c 200000000 /dev/zero | tr '\\0' x", 200_000_000)]
    public async Task A_gigabyte_of_output_is_not_kept_in_memory(string text, int length)
    {
        long most = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        CommandResult result = await new ProcessCommandRunner(TimeProvider.System).RunAsync(
            new(text) { WorkingDirectory = Folder },
            _ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)),
            TestContext.Current.CancellationToken);

        Assert.Equal(length, result.OutputLength);
        Assert.Equal(ShellCommand.DefaultOutputLimit, result.Output.Length);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
        Assert.InRange(most - before, long.MinValue, 100_000_000); // Much of it waits to be collected.
    }
}
