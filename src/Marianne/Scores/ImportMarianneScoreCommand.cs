using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Reads scores. Of one with problems all of them are told, in one error.</summary>
[Cmdlet(VerbsData.Import, "MarianneScore", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Score))]
public sealed class ImportMarianneScoreCommand : ScoreCmdlet
{
    private protected override void Handle(ScoreReadResult reading) => WriteObject(reading.OrThrow());
}
