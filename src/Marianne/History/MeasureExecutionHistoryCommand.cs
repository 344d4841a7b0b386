using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Calculates statistics of an execution history.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ExecutionHistory", HelpUri = HelpPage.Folder + "Measure-ExecutionHistory.md")]
[OutputType(typeof(HistorySummary))]
public sealed class MeasureExecutionHistoryCommand : HistoryCmdlet
{
    private protected override void Process() => WriteObject(History.Summarize());
}
