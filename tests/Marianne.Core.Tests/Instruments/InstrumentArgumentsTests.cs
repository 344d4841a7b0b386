using Marianne.Instruments;
using Marianne.Options;
using Xunit;

namespace Marianne.Core.Tests.Instruments;

/// <summary>The arguments of the built-in instruments, as the tools document them, and of others.</summary>
public sealed class InstrumentArgumentsTests
{
    private static readonly InstrumentValues Plain = new() { Workspace = "/w", SheetNumber = "3" };

    [Theory]
    [InlineData("claude", "claude -p --output-format stream-json --verbose", "--model m --max-budget-usd 1.5", "--resume s")]
    [InlineData("codex", "codex exec --json --skip-git-repo-check", "--model m", "resume s")]
    [InlineData("gemini", "gemini --output-format stream-json", "--model m", "--resume s")]
    [InlineData("copilot", "copilot --output-format json --no-ask-user", "--model m", "--resume=s")]
    [InlineData("opencode", "opencode run --format json", "--model m", "--session s")]
    [InlineData("aider", "aider --message-file /p --yes-always --no-stream --no-pretty", "--model m", null)]
    [InlineData("cursor-agent", "cursor-agent -p --output-format stream-json", "--model m", "--resume s")]
    [InlineData("llm", "llm -u", "-m m", "--cid s")]
    [InlineData("ollama", "ollama run", "m", null)]
    public void A_built_in_instrument_is_called_as_its_tool_documents(string name, string command, string more, string? resume)
    {
        InstrumentOptions options = new InstrumentCatalog().Find(name)!.Options;
        InstrumentValues values = Plain with { Prompt = name == "aider" ? "/p" : null };
        InstrumentValues all = values with { Model = "m", Session = "s", Budget = "1.5" };

        Assert.Equal(command, string.Join(' ', InstrumentArguments.Of(options, values, resumes: false)));
        Assert.Equal($"{command} {more}", string.Join(' ', InstrumentArguments.Of(options, all, resumes: false)));
        Assert.Equal(
            resume is null ? $"{command} {more}" : $"{command} {more} {resume}",
            string.Join(' ', InstrumentArguments.Of(options, all, resumes: true)));
    }

    [Theory]
    [InlineData(false, "goose run --output-format stream-json --quiet --name s -i -")]
    [InlineData(true, "goose run --output-format stream-json --quiet --name s -i - --resume")]
    public void Goose_gets_the_name_of_its_session(bool resumes, string command) => Assert.Equal(
        command,
        string.Join(' ', InstrumentArguments.Of(
            new InstrumentCatalog().Find("goose")!.Options, Plain with { Session = "s" }, resumes)));

    [Fact]
    public void Only_aider_reads_the_prompt_from_a_file_and_all_others_from_their_input() => Assert.All(
        new InstrumentCatalog().Names.Where(name => name != "shell"),
        name => Assert.Equal(name == "aider" ? "file" : "stdin", Assert.Single(new InstrumentCatalog().Find(name)!.Options.PromptOn)));

    [Theory]
    [InlineData("a --x {model} b", "a b")]
    [InlineData("a {model} b", "a b")]
    [InlineData("a --x={model} b", "a b")]
    [InlineData("a -x - {model}", "a -x -")]
    [InlineData("a {sheet_num} {workspace}/x {other}", "a 3 /w/x {other}")]
    public void An_argument_without_a_value_is_omitted_with_its_option(string command, string expected) => Assert.Equal(
        expected,
        string.Join(' ', InstrumentArguments.Of(
            new InstrumentOptions { Command = new CommandLine(command.Split(' ')) }, Plain, resumes: false)));

    [Theory]
    [InlineData("a {prompt} b", "a|{model} $(x)|b")]
    [InlineData("a b", "a|b|{model} $(x)")]
    public void A_prompt_is_one_argument_and_is_not_read_again(string command, string expected) => Assert.Equal(
        expected,
        string.Join('|', InstrumentArguments.Of(
            new InstrumentOptions { Command = new CommandLine(command.Split(' ')) },
            Plain with { Prompt = "{model} $(x)", Model = "m" },
            resumes: false)));
}
