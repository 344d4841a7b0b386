using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Reads a score from a file or a hashtable.</summary>
[Cmdlet(
    VerbsData.Import,
    "MarianneScore",
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Import-MarianneScore.md")]
[OutputType(typeof(Score))]
public sealed class ImportMarianneScoreCommand : ScoreCmdlet
{
    private protected override void Handle(ScoreReadResult result) => WriteObject(result.OrThrow());
}
