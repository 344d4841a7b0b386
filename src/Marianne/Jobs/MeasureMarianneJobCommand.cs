using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gives jobs in figures: sheets done, retries, recorded attempts and how long they took.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "MarianneJob")]
[OutputType(typeof(JobStatistics))]
public sealed class MeasureMarianneJobCommand : JobIdCmdlet
{
    private protected override void Process(string id) => WriteObject(Wait(Jobs.GetStatisticsAsync(id, StopToken)));
}
