using Marianne.Instruments;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Storage.Yaml;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>The profiles in a folder.</summary>
public sealed class OwnInstrumentsTests : WorkFolder
{
    [Fact]
    public void A_folder_that_does_not_exist_has_no_profiles() => Assert.Empty(OwnInstruments.Read(At("missing"), ReaderOf));

    [Fact]
    public void A_file_is_a_profile_with_its_name()
    {
        Write("mine.yaml", "command: [agent, -p, '{prompt}']\nexit_codes:\n  41: auth\nresult: { format: json, text: /answer }\n");
        Write("claude.json", """{ "model": "opus" }""");
        Write("readme.txt", "not a profile");

        IReadOnlyDictionary<string, InstrumentOptions> own = OwnInstruments.Read(Folder, ReaderOf);

        Assert.Equal(["claude", "mine"], own.Keys.Order());
        Assert.Equal(new CommandLine(["agent", "-p", "{prompt}"]), own["mine"].Command);
        Assert.Equal("opus", new InstrumentCatalog(own: own).Find("claude")!.Options.Model);
    }

    [Theory]
    [InlineData("a.yaml", "comand: x\n", "1:1 comand: instruments has no key 'comand'. Did you mean command?")]
    [InlineData("a.yaml", "command: [x\n", "cannot be read at")]
    [InlineData("a.yaml", "", "is empty")]
    [InlineData("a.yaml", "# a comment\n", "has no keys")]
    [InlineData("a.yaml", "- a list\n", "has no keys")]
    [InlineData("a.json", "[]", "has no keys")]
    [InlineData("a.yaml", "prices: { m: { input: -1 } }\n", "prices.m.input: input is -1 but must be a number, at least 0")]
    [InlineData("a b.yaml", "command: x\n", "'a b' is not a valid name of an instrument. Rename the file.")]
    public void A_wrong_file_is_named_with_its_problem(string file, string text, string message)
    {
        Write(file, text);
        Write("other.yaml", "command: x\n");

        MarianneException error = CatalogOf().FaultOf(Path.GetFileNameWithoutExtension(file))!;

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(At(file), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("name and sheets", error.Message, StringComparison.Ordinal);
        Assert.NotNull(CatalogOf().Find("other"));
    }

    [Fact]
    public void A_wrong_file_concerns_only_the_scores_that_use_its_instrument()
    {
        Write("bad.yaml", "comand: x\n");
        Write("child.yaml", "extends: bad\n");
        Write("good.yaml", "command: x\n");
        Write("my notes.yaml", "x: 1\n");

        Assert.NotNull(RunInstruments.Of(ScoreOf("good"), Own).Find("good"));
        Assert.NotNull(RunInstruments.Of(ScoreOf("cat {prompt}"), Own));
        Assert.Empty(RunInstruments.ProblemsOf(ScoreOf("good"), Own));
        Score[] users =
        [
            ScoreOf("bad"), ScoreOf("child"), ScoreOf("my notes"), ScoreOf("good", sheet: "bad"), ScoreOf("good", fallback: "bad"),
        ];
        foreach (Score score in users)
        {
            MarianneException error = Assert.Throws<MarianneException>(() => RunInstruments.Of(score, Own));
            Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
            Assert.Contains(Folder, Assert.Single(RunInstruments.ProblemsOf(score, Own)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipe_is_not_opened()
    {
        Assert.SkipUnless(TinyDisk.Run("mkfifo", At("a.yaml")), "A pipe cannot be created here.");

        Assert.Contains("or is a pipe or a device.", CatalogOf().FaultOf("a")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_instrument_are_refused()
    {
        Write("a.yaml", "command: x\n");
        Write("a.json", """{ "command": "x" }""");
        Assert.Contains(
            "Another file describes 'a'",
            CatalogOf().FaultOf("a")!.Message,
            StringComparison.Ordinal);
    }

    private static Score ScoreOf(string instrument, string? sheet = null, string? fallback = null) => new()
    {
        Name = "score",
        Instrument = instrument,
        Sheets = [new ScoreSheet { Prompt = "x", Instrument = sheet, Fallback = fallback is null ? [] : [fallback] }],
    };

    private InstrumentCatalog CatalogOf() => new(own: Own());

    private IReadOnlyDictionary<string, InstrumentOptions> Own() => OwnInstruments.Read(Folder, ReaderOf);

    private static IScoreReader ReaderOf(ScoreFormat format) =>
        format == ScoreFormat.Yaml ? new YamlScoreReader() : new JsonScoreReader();
}
