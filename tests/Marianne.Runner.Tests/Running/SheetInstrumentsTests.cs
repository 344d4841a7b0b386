using Marianne.Instruments;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Where the program of an instrument is searched.</summary>
public sealed class SheetInstrumentsTests
{
    private static readonly Score Score = new()
    {
        Name = "stage",
        Instrument = "claude",
        Parameters = new Dictionary<string, ParameterOptions> { ["tools"] = new() },
        Values = ParameterValues.Of([new("tools", "/opt/tools")], []),
        Sheets =
        [
            new ScoreSheet { Prompt = "Do it.", Environment = new Dictionary<string, string> { ["PATH"] = "{tools}/bin:/usr/bin" } },
            new ScoreSheet { Prompt = "Do it." },
        ],
    };

    [Fact]
    public void The_folders_of_the_sheet_may_come_from_parameters() => Assert.Equal("/opt/tools/bin:/usr/bin", PathOf(1, "/profile"));

    [Fact]
    public void Otherwise_those_of_the_profile_are_searched() => Assert.Equal("/profile", PathOf(2, "/profile"));

    [Fact]
    public void Otherwise_those_of_this_process_are_searched() => Assert.Null(PathOf(2, null));

    private static string? PathOf(int number, string? ofProfile)
    {
        var own = new InstrumentOptions
        {
            Environment = ofProfile is null ? [] : new Dictionary<string, string> { ["PATH"] = ofProfile },
        };
        var catalog = new InstrumentCatalog(own: new Dictionary<string, InstrumentOptions> { ["claude"] = own });
        return new SheetInstruments(Score, catalog).PathOf(number, catalog.Get("claude"));
    }
}
