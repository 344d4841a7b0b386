using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Measures an execution history: steps, paths, depth, duration, resources and streams.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ExecutionHistory")]
[OutputType(typeof(HistorySummary))]
public sealed class MeasureExecutionHistoryCommand : HistoryCmdlet
{
    private protected override void Process() => WriteObject(History.Summarize());
}
