using System.Text;
using Marianne.Processes;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class CommandRunnerTests : WorkFolder
{
    private readonly ProcessCommandRunner _runner = new(TimeProvider.System);

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_command_runs_in_its_folder_with_its_environment()
    {
        Environment.SetEnvironmentVariable("MARIANNE_TEST_INHERITED", "ours");
        CommandResult result = await RunAsync(
            "pwd; echo $MARIANNE_SHEET; echo [$HOME]; echo $MARIANNE_TEST_INHERITED; exit 3",
            command => command with
            {
                Environment = new Dictionary<string, string?> { ["MARIANNE_SHEET"] = "7", ["HOME"] = null },
            });

        Assert.Equal($"{Folder}\n7\n[]\nours\n", result.Output);
        Assert.Equal(3, result.ExitCode);
        Assert.Null(result.Signal);
        Assert.False(result.Succeeded);
        Assert.False(result.IsTruncated);
    }

    [Fact]
    public async Task Standard_output_and_error_keep_their_order()
    {
        CommandResult result = await RunAsync("for i in 1 2 3 4 5 6 7 8 9; do echo o$i; echo e$i >&2; done");

        Assert.Equal(string.Concat(Enumerable.Range(1, 9).Select(i => $"o{i}\ne{i}\n")), result.Output);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Output_is_passed_on_as_it_arrives()
    {
        var first = new TaskCompletionSource<string>();
        ShellCommand command = Command($"echo one; while ! test -e {At("go")}; do sleep 0.01; done; echo two");
        Task<CommandResult> run = _runner.RunAsync(command, piece => first.TrySetResult(piece), Cancellation).AsTask();

        Assert.Equal("one\n", await first.Task);
        Assert.False(run.IsCompleted);
        Write("go", "");
        Assert.Equal("one\ntwo\n", (await run).Output);
    }

    [Fact]
    public async Task The_last_part_of_long_output_is_kept_and_all_of_it_is_passed_on()
    {
        var all = new StringBuilder();
        CommandResult result = await _runner.RunAsync(
            Command("seq 100000") with { OutputLimit = 1000 }, piece => all.Append(piece), Cancellation);

        string expected = string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i}\n"));
        Assert.Equal(expected, all.ToString());
        Assert.Equal(expected[^1000..], result.Output);
        Assert.Equal(expected.Length, result.OutputLength);
        Assert.True(result.IsTruncated);
    }

    [Theory]
    [InlineData(10, "😀😀😀😀😀")]
    [InlineData(9, "😀😀😀😀")]
    [InlineData(0, "")]
    public async Task A_surrogate_pair_is_not_split(int limit, string expected)
    {
        CommandResult result = await RunAsync("printf '😀😀😀😀😀😀'", command => command with { OutputLimit = limit });
        Assert.Equal((expected, 12), (result.Output, result.OutputLength));
    }

    [Fact]
    public async Task A_character_can_arrive_in_pieces()
    {
        CommandResult result =
            await RunAsync("for b in 303 244 342 202 254 360 237 230 200; do printf \"\\\\$b\"; sleep 0.01; done");
        Assert.Equal("ä€😀", result.Output);
    }

    [Fact]
    public async Task Invalid_bytes_are_replaced() =>
        Assert.Equal("a\uFFFDb\uFFFD", (await RunAsync(@"printf 'a\377b\303'")).Output);

    [Fact]
    public async Task Input_is_written_and_closed()
    {
        string input = string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i} ä\n"));
        Assert.Equal(input[^1000..], (await RunAsync("cat", c => c with { Input = input, OutputLimit = 1000 })).Output);
        Assert.Equal("0\n", (await RunAsync("cat | wc -c | tr -d ' '")).Output);
    }

    [Fact]
    public async Task Unread_input_is_not_an_error()
    {
        string input = new('x', 1_000_000);
        Assert.Equal("done\n", (await RunAsync("exec <&-; echo done", command => command with { Input = input })).Output);
        Assert.Equal("done\n", (await RunAsync("echo done", command => command with { Input = input })).Output);
    }

    [Fact]
    public async Task A_command_that_closes_its_output_is_waited_for()
    {
        CommandResult result = await RunAsync($"echo one; exec >&- 2>&-; sleep 0.1; touch {At("end")}; exit 5");

        Assert.Equal((5, "one\n", true), (result.ExitCode, result.Output, File.Exists(At("end"))));
    }

    [Theory]
    [InlineData("kill -9 $$", 9)]
    [InlineData("kill -15 $$", 15)]
    [InlineData("sh -c 'kill -SEGV $$'", 11)]
    [InlineData("exit 137", 9)]
    public async Task A_signal_is_reported(string text, int signal)
    {
        CommandResult result = await RunAsync(text);
        Assert.Equal((signal, 128 + signal), (result.Signal, result.ExitCode));
    }

    [Theory]
    [InlineData("exit 128", 128)]
    [InlineData("exit 160", 160)]
    [InlineData("exit 255", 255)]
    [InlineData("no-such-command-here", 127)]
    public async Task Other_exit_codes_are_not_signals(string text, int exitCode)
    {
        CommandResult result = await RunAsync(text);
        Assert.Equal((null, exitCode), (result.Signal, result.ExitCode));
    }

    [Fact]
    public async Task A_process_that_a_command_leaves_behind_can_continue_to_write()
    {
        CommandResult result = await RunAsync(
            $"(while ! test -e {At("go")}; do sleep 0.01; done; echo later; echo more; touch {At("end")}) & echo started");
        Assert.Equal(("started\n", 0), (result.Output, result.ExitCode));

        Write("go", "");
        await UntilWrittenAsync("end");
        Assert.Equal("started\n", result.Output);
    }

    [Fact]
    public async Task A_command_that_cannot_start_reports_the_reason()
    {
        Assert.Equal(
            $"The command cannot run in '{At("none")}': the folder does not exist. Create it, or specify another folder.",
            (await RunAsync("true", command => command with { WorkingDirectory = At("none") })).StartError);
        Assert.Contains(
            "the environment variable 'a=b' has an invalid name or value",
            (await RunAsync("true", c => c with { Environment = new Dictionary<string, string?> { ["a=b"] = "" } })).StartError);
        Assert.Contains("contains a null character", (await RunAsync("echo \0")).StartError);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task An_output_handler_that_throws_ends_the_command()
    {
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _runner.RunAsync(
            Command("echo $$ > pid; echo out; sleep 600"), _ => throw new InvalidDataException(), Cancellation));

        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(At("pid")).Trim()}"));
    }

    private ShellCommand Command(string text) => new(text) { WorkingDirectory = Folder };

    private async Task<CommandResult> RunAsync(string text, Func<ShellCommand, ShellCommand>? change = null) =>
        await _runner.RunAsync((change ?? (command => command))(Command(text)), null, Cancellation);
}
