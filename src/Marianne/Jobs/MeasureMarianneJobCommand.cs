using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Calculates statistics of jobs: completed sheets, retries, attempts and durations.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "MarianneJob", HelpUri = HelpPage.Folder + "Measure-MarianneJob.md")]
[OutputType(typeof(JobStatistics))]
public sealed class MeasureMarianneJobCommand : JobIdCmdlet
{
    private protected override bool ContinuesAfterDamage => true;

    private protected override void Process(string id) => WriteObject(Wait(Jobs.GetStatisticsAsync(id, StopToken)));
}
