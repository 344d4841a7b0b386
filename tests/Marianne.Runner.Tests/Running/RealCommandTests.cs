using System.Globalization;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Scores of real commands.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class RealCommandTests : RunnerTestBase
{
    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_command_knows_its_folder_and_its_attempt()
    {
        Job job = await RunCommandsAsync(
            "pwd > {workspace}/where; "
            + "echo \"$MARIANNE_SHEET $MARIANNE_ATTEMPT $MARIANNE_MODE [$MARIANNE_FAILED_VALIDATIONS]\"; "
            + "echo to stderr >&2");

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(Path.GetFullPath(Folder.Path), File.ReadAllText(Folder["where"]).Trim());
        Execution attempt = Assert.Single(await HistoryAsync());
        Assert.Contains("1 1 normal []\n", attempt.Output, StringComparison.Ordinal);
        Assert.Contains("to stderr\n", attempt.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (attempt.ExitCode, attempt.AttemptNumber));
    }

    [Fact]
    public async Task A_prompt_is_passed_to_the_instrument()
    {
        Score score = PromptScore("it's \"quoted\" $HOME") with { Instrument = "printf %s {prompt} > asked" };
        await RunCommandsAsync(score);
        Assert.Equal("it's \"quoted\" $HOME", File.ReadAllText(Folder["asked"]));

        await RunCommandsAsync(PromptScore("by standard input") with { Name = "other", Instrument = "cat > asked" });
        Assert.Equal("by standard input", File.ReadAllText(Folder["asked"]));
    }

    [Theory]
    [InlineData("./agent.sh", "score")]
    [InlineData(" ./agent.sh --fast", "score --fast")]
    [InlineData("'./my agent.sh' {prompt}", "my Hi")]
    [InlineData("../other.sh", "other")]
    [InlineData(@".\agent.sh", "score")]
    [InlineData("./local.sh", "workspace")]
    [InlineData("sh {score}/agent.sh", "score")]
    public async Task An_instrument_begins_at_the_folder_of_the_score(string instrument, string expected)
    {
        Program("scores/agent.sh", "echo score $*");
        Program("scores/my agent.sh", "echo my $*");
        Program("other.sh", "echo other $*");
        Program("scores/ws/agent.sh", "echo wrong");
        Program("scores/ws/local.sh", "echo workspace $*");
        Score score = (PromptScore("Hi") with { Instrument = instrument, Workspace = "ws" }).At(Folder["scores"]);

        await RunCommandsAsync(score);

        Assert.StartsWith(expected, Assert.Single(await HistoryAsync()).Output, StringComparison.Ordinal);

        void Program(string path, string text)
        {
            string file = Folder[path];
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended()
    {
        Job job = await RunCommandsAsync(
            ScoreOf(1) with { Sheets = [new ScoreSheet { Command = "sleep 600", TimeoutSeconds = 0.2 }] });

        Sheet sheet = job.Sheets[0];
        Assert.Equal(
            (SheetStatus.Failed, "timeout", "timeout", "E001"),
            (sheet.Status, sheet.ErrorCategory, sheet.ExitReason, sheet.Measures.ErrorCode));
        Assert.Equal("E001: It ran longer than its timeout. Its timeout_seconds is 0.2.", sheet.ErrorMessage);
    }

    [Fact]
    public async Task Processes_that_cannot_be_ended_are_named_in_a_warning()
    {
        var commands = new FakeCommandRunner(new CommandResult { TimedOut = true, Survivors = ["4711 (daemon)"] });
        JobPlan plan = await PlanAsync(ScoreOf(1));
        await RunAsync(Services() with { Executors = [new CommandExecutor(commands)] }, plan);

        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.Contains("are still running and cannot be ended: 4711 (daemon).", warning.Message);
        Assert.Equal(1, warning.SheetNumber);
    }

    [Fact]
    public async Task A_command_that_is_silent_for_too_long_is_ended()
    {
        Job job = await RunCommandsAsync(ScoreOf(1) with
        {
            Sheets = [new ScoreSheet { Command = "echo started; sleep 600" }],
            StaleDetection = new StaleDetectionOptions { Enabled = true, IdleTimeoutSeconds = 0.2, CheckIntervalSeconds = 0.1 },
        });

        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "timeout", "E006"), (sheet.Status, sheet.ErrorCategory, sheet.Measures.ErrorCode));
        Assert.Equal(
            "E006: It wrote nothing for too long. Its idle_timeout_seconds is 0.2. Its last line was: 'started'.",
            sheet.ErrorMessage);
        Assert.Equal("started\n", Assert.Single(await HistoryAsync()).Output);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_pause_ends_its_whole_process_tree()
    {
        using var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetOutput)
                pause.Cancel();
        };

        Job job = await RunCommandsAsync("sh -c 'echo $$; sleep 600' & wait", pause);

        Assert.Equal((JobStatus.Paused, SheetStatus.Pending), (job.Status, job.Sheets[0].Status));
        int child = int.Parse(Assert.Single(EventsOf(JobEventKind.SheetOutput)).Message, CultureInfo.InvariantCulture);
        string state = $"/proc/{child}/stat";
        // It may not be reaped yet.
        Assert.True(!File.Exists(state) || File.ReadAllText(state).Contains(") Z ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kill -9 $$", "E005", "fatal")]
    [InlineData("kill -10 $$", "E002", "signal")]
    [InlineData("kill -11 $$", "E003", "fatal")]
    [InlineData("no-such-command-here", "E505", "configuration")]
    [InlineData("echo 'Could not resolve host: example.org'; exit 6", "E902", "network")]
    public async Task The_exit_of_a_command_determines_the_error(string command, string code, string category)
    {
        Job job = await RunCommandsAsync(command);

        Assert.Equal(
            (SheetStatus.Failed, category, code),
            (job.Sheets[0].Status, job.Sheets[0].ErrorCategory, job.Sheets[0].Measures.ErrorCode));
    }

    [Fact]
    public async Task A_killed_command_most_likely_ran_out_of_memory()
    {
        Job job = await RunCommandsAsync("kill -9 $$");

        Assert.StartsWith(
            "E005: It most likely ran out of memory. It was ended by signal 9.",
            job.Sheets[0].ErrorMessage,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_output_keeps_its_tail()
    {
        await RunCommandsAsync("seq 1 20000");

        string output = Assert.Single(await HistoryAsync()).Output!;
        Assert.InRange(output.Length, 50_000, 51_200);
        Assert.EndsWith("19999\n20000\n", output, StringComparison.Ordinal);
    }

    private Task<Job> RunCommandsAsync(string command, CancellationTokenSource? pause = null) =>
        RunCommandsAsync(ScoreOf(1) with { Sheets = [new ScoreSheet { Command = command }] }, pause);

    private async Task<Job> RunCommandsAsync(Score score, CancellationTokenSource? pause = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These commands are for /bin/sh.");
        RunnerServices services = Services() with { Executors = [new CommandExecutor(Commands)], Time = TimeProvider.System };
        return await RunAsync(services, await PlanAsync(score), pause);
    }
}
