using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Imports scores. All problems of a score are reported in one error.</summary>
[Cmdlet(VerbsData.Import, "MarianneScore", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Score))]
public sealed class ImportMarianneScoreCommand : ScoreCmdlet
{
    private protected override void Handle(ScoreReadResult result) => WriteObject(result.OrThrow());
}
