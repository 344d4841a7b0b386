using System.Text;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>Whole runs with instruments whose programs are fakes.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class InstrumentRunTests : AgentTestBase
{
    public static TheoryData<string> Prompts { get; } = new(
        "it's \"quoted\" 'twice'", "two\nlines\r\nand a tab\t", "$(touch pwned) `touch pwned` ${HOME} $HOME", "%PATH% %%x !x!",
        "-p --dangerous", "--", "a\\b \\n \\", "{model} {session} {prompt} {budget}", "é 😀 \u2028 ‘x’", "; rm -rf / & | > x < y",
        " lead and trail ", "*? [a-z] ~ #", "\n");

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task A_prompt_reaches_the_agent_byte_for_byte(string prompt)
    {
        foreach (string channel in (string[])["argument", "stdin", "file"])
        {
            string name = $"agent-{channel}";
            InstrumentOptions own = Agents.Create(name, FakeAgent.Say("done") + "[ -f \"$2\" ] && cat \"$2\" > \"$dir/file\"") with
            {
                Command = new CommandLine([name, "--x", "{prompt}"]),
                PromptOn = [channel],
            };
            Job job = await RunAnySizeAsync(PromptScore(prompt) with { Name = name, Instrument = name, Instruments = Map(name, own) });

            Assert.Equal(JobStatus.Completed, job.Status);
            Assert.Equal(channel == "argument" ? ["--x", prompt] : [], Agents.ArgumentsOf(name)[..(channel == "argument" ? 2 : 0)]);
            Assert.Equal(channel == "stdin" ? prompt : "", Encoding.UTF8.GetString(Agents.InputOf(name)));
            if (channel == "file")
            {
                Assert.Equal(prompt, File.ReadAllText(Folder[$"{name}/file"]));
                Assert.False(File.Exists(Agents.ArgumentsOf(name)[1]));
            }
        }

        Assert.False(File.Exists(Folder["pwned"]));
    }

    [Fact]
    public async Task A_long_prompt_is_passed_by_another_way_if_the_profile_has_one()
    {
        string prompt = new('x', 200 * 1024);
        InstrumentOptions own = Agents.Create("agent", FakeAgent.Say("done")) with
        {
            Command = new CommandLine(["agent", "--text", "{prompt}", "--end"]),
            PromptOn = ["argument", "stdin"],
        };
        Job job = await RunAnySizeAsync(PromptScore(prompt) with { Instrument = "agent", Instruments = Map("agent", own) });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(["--end"], Agents.ArgumentsOf("agent"));
        Assert.Equal(prompt.Length, Agents.InputOf("agent").Length);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_prompt_that_fits_nowhere_fails_the_sheet_before_it_starts_and_names_both_sizes()
    {
        InstrumentOptions own = Agents.Create("agent") with { Command = new CommandLine(["agent", "{prompt}"]) };
        Job job = await RunAnySizeAsync(
            PromptScore(new string('é', 100 * 1024)) with { Instrument = "agent", Instruments = Map("agent", own) });

        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "E602"), (sheet.Status, sheet.Measures.ErrorCode));
        Assert.Contains("The prompt has 204800 bytes, and an argument can have 131071.", sheet.ErrorMessage);
        Assert.Equal(0, Agents.CallsOf("agent"));
    }

    [Fact]
    public async Task A_sheet_can_have_its_own_instrument()
    {
        Score score = ScoreOf(2) with
        {
            Instrument = "claude",
            Instruments = new Dictionary<string, InstrumentOptions>
            {
                ["claude"] = Agents.Create("claude", Replies.Claude("one")) with { Model = "sonnet", Arguments = ["--max-turns", "40"] },
                ["codex"] = Agents.Create("codex", Replies.Codex("two")),
            },
            Sheets = [new() { Prompt = "first" }, new() { Prompt = "second", Instrument = "codex" }],
        };
        Job job = await RunAnySizeAsync(score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(
            "-p --output-format stream-json --verbose --model sonnet --max-turns 40", string.Join(' ', Agents.ArgumentsOf("claude")));
        Assert.Equal("exec --json --skip-git-repo-check", string.Join(' ', Agents.ArgumentsOf("codex")));
        Assert.Equal(("first", "second"), (Text(Agents.InputOf("claude")), Text(Agents.InputOf("codex"))));
    }

    [Fact]
    public async Task A_line_for_the_shell_has_the_same_placeholders()
    {
        InstrumentOptions own = Agents.Create("agent", FakeAgent.Say("done")) with
        {
            Extends = "shell",
            Command = new CommandLine("agent --model {model} {prompt} | cat"),
            Arguments = ["--x", "a b"],
            Model = "it's",
        };
        await RunAnySizeAsync(PromptScore("$HOME") with { Instrument = "mine", Instruments = Map("mine", own with { Arguments = [] }) });

        Assert.Equal(["--model", "it's", "$HOME"], Agents.ArgumentsOf("agent"));
    }

    [Fact]
    public async Task A_result_that_is_an_error_is_not_success_although_the_exit_code_is_0()
    {
        InstrumentOptions claude = Agents.Create(
            "claude", FakeAgent.Say("""{"type":"result","subtype":"error_during_execution","is_error":true,"num_turns":1,"duration_api_ms":2}"""));
        Job job = await RunAnySizeAsync(PromptScore() with { Instrument = "claude", Instruments = Map("claude", claude) });

        Assert.Equal(JobStatus.Failed, job.Status);
    }

    [Fact]
    public async Task An_instrument_that_cannot_be_used_is_refused_before_the_job_begins()
    {
        Score score = ScoreOf(1) with
        {
            Instrument = "claude",
            Sheets = [new() { Prompt = "p", Fallback = ["coddex"] }],
        };
        MarianneException error = await ThrowsAsync(MarianneError.ScoreInvalid, () => PlanAsync(score));

        Assert.Contains("sheets[0].fallback[0]: There is no instrument 'coddex'. Did you mean codex?", error.Message);
        Assert.Empty(await Jobs.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation));
    }

    private Task<Job> RunAnySizeAsync(Score score) =>
        RunAgentsAsync(score with { Preflight = new PreflightOptions { TokenErrorThreshold = 0 } });

    private static Dictionary<string, InstrumentOptions> Map(string name, InstrumentOptions options) => new() { [name] = options };

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
