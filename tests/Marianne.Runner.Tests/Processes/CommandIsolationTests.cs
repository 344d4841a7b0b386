using System.Globalization;
using Marianne.Processes;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>What a command inherits from this process, and what it can do to it.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class CommandIsolationTests : WorkFolder
{
    [Theory]
    [InlineData("kill 0; sleep 600")]
    [InlineData("trap 'kill 0' EXIT; sleep 600 & true")]
    [InlineData("kill -TERM -$$; sleep 600")]
    [InlineData("sh -c 'kill 0'; sleep 600")]
    public async Task A_command_that_signals_its_group_ends_only_itself(string text)
    {
        CommandResult result = await RunAsync(text);

        Assert.Equal((15, 143), (result.Signal, result.ExitCode));
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_command_leads_a_session_and_a_group_without_a_terminal()
    {
        string[] ids = (await RunAsync("cut -d' ' -f1,5-7 /proc/$$/stat; exec true")).Output.Split(' ');

        Assert.Equal([ids[0], ids[0], "0\n"], ids[1..]);
    }

    [Fact]
    public async Task A_pipeline_ends_with_its_last_command()
    {
        CommandResult result = await RunAsync("n=0; while :; do n=$((n+1)); echo $n; done | head -1; yes | head -1; echo end");

        Assert.Equal("1\ny\nend\n", result.Output);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task No_signal_is_ignored_or_blocked()
    {
        CommandResult result = await RunAsync("grep -E '^Sig(Blk|Ign)' /proc/self/status");

        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", result.Output);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_command_has_only_its_own_descriptors()
    {
        string numbers = string.Join(' ', Enumerable.Range(0, 256));
        CommandResult result = await RunAsync($"for i in {numbers}; do readlink /proc/$$/fd/$i; done");

        Assert.Matches(@"^/dev/null\n(pipe:\[\d+\])\n\1\n$", result.Output);
    }

    [Fact]
    public async Task Many_commands_at_once_keep_their_outputs_and_exit_codes_apart()
    {
        CommandResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => RunAsync($"echo {i}; cat; exit {i}", input: $"in {i}")));

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => (i, $"{i}\nin {i}")), results.Select(r => (r.ExitCode!.Value, r.Output)));
    }

    [Fact]
    public async Task A_command_may_be_longer_than_an_argument()
    {
        string long1 = string.Create(CultureInfo.InvariantCulture, $"# {new string('x', 200_000)}\necho $#; exit 4");
        CommandResult result = await RunAsync(long1);

        Assert.Equal((4, "0\n"), (result.ExitCode, result.Output));
        Assert.Null(result.StartError);
    }

    private async Task<CommandResult> RunAsync(string text, string? input = null) =>
        await new ProcessCommandRunner(TimeProvider.System)
            .RunAsync(new(text) { WorkingDirectory = Folder, Input = input }, null, Cancellation);
}
