using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Options;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Instruments;

/// <summary>Which profile a name stands for.</summary>
public sealed class InstrumentCatalogTests
{
    private static readonly string[] BuiltIn =
        ["aider", "claude", "codex", "copilot", "cursor-agent", "gemini", "goose", "llm", "ollama", "opencode", "shell"];

    [Fact]
    public void There_are_built_in_instruments() => Assert.Equal(BuiltIn, new InstrumentCatalog().Names);

    [Fact]
    public void Every_built_in_instrument_but_the_shell_can_be_used() => Assert.All(
        BuiltIn, name => Assert.Equal(name == "shell", new InstrumentCatalog().Find(name) is null));

    [Fact]
    public void A_chain_of_profiles_has_a_most_length()
    {
        const int Most = InstrumentCatalog.MaximumExtended;
        Dictionary<string, InstrumentOptions> chain = Enumerable.Range(0, 20_000).ToDictionary(
            number => $"i{number}", number => new InstrumentOptions { Extends = $"i{number + 1}" }, StringComparer.Ordinal);
        chain["i20000"] = new InstrumentOptions { Command = new CommandLine("run {prompt}") };
        var catalog = new InstrumentCatalog(chain);

        OptionProblem problem = catalog.ProblemOf($"i{20_000 - Most - 1}")!;
        Assert.Equal("extends", problem.Path);
        Assert.Equal(
            "The instrument extends more than 32 others, one after another. Extend one that extends fewer.", problem.Message);
        Assert.Equal(problem.Message, catalog.ProblemOf("i0")!.Message);
        Assert.Null(catalog.Find("i0"));
        Assert.Equal("run {prompt}", catalog.Find($"i{20_000 - Most}")!.Options.Command!.Text);
    }

    [Fact]
    public void An_unknown_name_is_not_compared_with_very_many()
    {
        Assert.EndsWith("Did you mean i1?", Of(5).Unknown("i1x"), StringComparison.Ordinal);
        Assert.EndsWith(
            "Correct the name, or add a profile with this name.", Of(InstrumentCatalog.MaximumSearched).Unknown("i1x"),
            StringComparison.Ordinal);

        static InstrumentCatalog Of(int count) => new(Enumerable.Range(0, count).ToDictionary(
            number => $"i{number}", _ => new InstrumentOptions(), StringComparer.Ordinal));
    }

    [Fact]
    public void A_profile_adjusts_the_next_one_of_the_same_name()
    {
        var own = new InstrumentOptions
        {
            Arguments = ["--max-turns", "9"],
            Model = "opus",
            Environment = new Dictionary<string, string> { ["A"] = "own", ["B"] = "own" },
            Prices = new Dictionary<string, PriceOptions> { ["opus"] = new() { Input = 1 } },
        };
        var ofScore = new InstrumentOptions
        {
            Model = "sonnet",
            Environment = new Dictionary<string, string> { ["A"] = "score" },
            Result = new ResultOptions { Session = ["/id"] },
        };
        InstrumentOptions claude = new InstrumentCatalog(Map("claude", ofScore), Map("claude", own)).Find("claude")!.Options;

        Assert.Equal("sonnet", claude.Model);
        Assert.Equal(["--max-turns", "9"], claude.Arguments);
        Assert.Equal("claude", claude.Command!.Arguments[0]);
        Assert.Equal([("A", "score"), ("B", "own")], claude.Environment.OrderBy(item => item.Key).Select(item => (item.Key, item.Value)));
        Assert.Equal(1, claude.PricesOf("opus")!.Input);
        Assert.Equal((ResultForm.Jsonl, "/id"), (claude.Result.Format, claude.Result.Session[0]));
        Assert.NotEmpty(claude.Result.Marks);
    }

    [Fact]
    public void A_profile_extends_another_one()
    {
        var local = new InstrumentOptions { Extends = "shell", Command = new CommandLine("ollama run llama3") };
        InstrumentProfile found = new InstrumentCatalog(Map("local", local)).Find("local")!;

        Assert.Equal(("local", "local", "ollama run llama3"), (found.Name, found.Service, found.Options.Command!.Text));
        Assert.False(found.CanResume);
    }

    [Fact]
    public void A_new_command_does_not_inherit_how_the_prompt_is_passed()
    {
        var own = new InstrumentOptions { Command = new CommandLine(["aider", "-m", "{prompt}"]) };
        Assert.Empty(new InstrumentCatalog(Map("aider", own)).Find("aider")!.Options.PromptOn);
    }

    [Theory]
    [InlineData("missing", "There is no instrument 'missing'.")]
    [InlineData("claud", "Did you mean claude?")]
    public void An_unknown_parent_is_a_problem(string parent, string message)
    {
        var catalog = new InstrumentCatalog(Map("own", new InstrumentOptions { Extends = parent }));
        Assert.Contains(message, catalog.ProblemOf("own")!.Message, StringComparison.Ordinal);
        Assert.Null(catalog.Find("own"));
    }

    [Fact]
    public void An_instrument_needs_a_command() => Assert.Equal(
        "command: The instrument 'own' has no command. Add one, such as command: [program, \"{prompt}\"]",
        new InstrumentCatalog(Map("own", new InstrumentOptions { Model = "m" })).ProblemOf("own")!.ToString());

    [Theory]
    [InlineData("claude", false)]
    [InlineData(" claude ", false)]
    [InlineData("claude -p {prompt}", true)]
    [InlineData("cat", true)]
    public void A_score_names_a_profile_or_a_command(string instrument, bool isCommand) =>
        Assert.Equal(isCommand, new InstrumentCatalog().Get(instrument).IsCommand);

    [Theory]
    [InlineData("opus-4", 1)]
    [InlineData("OPUS-5-large", 2)]
    [InlineData("opus-5", 3)]
    [InlineData("haiku", 9)]
    [InlineData(null, 9)]
    public void The_longest_name_that_fits_a_model_has_its_price(string? model, int price)
    {
        var options = new InstrumentOptions
        {
            Prices = new Dictionary<string, PriceOptions>
            {
                ["default"] = new() { Input = 9 },
                ["opus*"] = new() { Input = 1 },
                ["opus-5-*"] = new() { Input = 2 },
                ["opus-5"] = new() { Input = 3 },
            },
        };
        Assert.Equal(price, options.PricesOf(model)!.Input);
    }

    [Fact]
    public void Cached_tokens_have_their_own_prices()
    {
        var own = new PriceOptions { Input = 3, Output = 15, CacheRead = 0.3m, CacheWrite = 4 };
        Assert.Equal(3 + 15 + 0.3m + 4, own.Cost(1000, 1000, 1000, 1000));
        Assert.Equal(3 + 0.3m + 3.75m, (own with { CacheRead = null, CacheWrite = null }).Cost(1000, 0, 1000, 1000));
    }

    [Fact]
    public void What_a_score_uses_is_checked_against_all_profiles()
    {
        var score = new Score
        {
            Name = "n",
            Instrument = "shell",
            Instruments = Map("own", new InstrumentOptions { Extends = "nope" }),
            Sheets = [new() { Prompt = "p", Instrument = "own", Fallback = ["codex", "coddex"] }],
        };
        IReadOnlyList<OptionProblem> problems = InstrumentValidator.Validate(score, new InstrumentCatalog(score.Instruments));

        Assert.Equal(
            ["instruments.own.extends", "instrument", "sheets[0].instrument", "sheets[0].fallback[1]"],
            problems.Select(problem => problem.Path));
        Assert.Contains("Did you mean codex?", problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_codes_stand_for_kinds() =>
        Assert.Equal(ReadingKind.Auth, new InstrumentCatalog().Find("gemini")!.Options.KindOf(41));

    private static Dictionary<string, InstrumentOptions> Map(string name, InstrumentOptions options) => new() { [name] = options };
}
