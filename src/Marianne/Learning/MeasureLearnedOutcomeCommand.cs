using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Calculates statistics of the learning store.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "LearnedOutcome", HelpUri = HelpPage.Folder + "Measure-LearnedOutcome.md")]
[OutputType(typeof(LearningStatistics))]
public sealed class MeasureLearnedOutcomeCommand : LearningCmdlet
{
    private protected override void Process() => WriteObject(Wait(Learning.GetStatisticsAsync(StopToken)));
}
