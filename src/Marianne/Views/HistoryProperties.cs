using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// The properties of execution histories, their steps and their figures as <c>Marianne.Types.ps1xml</c> shows them.
/// </summary>
public static class HistoryProperties
{
    /// <summary>When a step was added, in local time.</summary>
    public static DateTime GetTimestamp(PSObject instance) =>
        StoredProperty.Live<ExecutionStep>(instance).Timestamp.LocalDateTime;

    /// <summary>When it was begun, in local time.</summary>
    public static object? GetStartTime(PSObject instance) => Instant.Local(instance.BaseObject switch
    {
        ExecutionStep step => step.StartTime,
        HistorySummary summary => summary.StartTime,
        ExecutionHistory history => history.StartTime,
        _ => null,
    });

    /// <summary>When it ended, in local time.</summary>
    public static object? GetEndTime(PSObject instance) => Instant.Local(instance.BaseObject switch
    {
        ExecutionStep step => step.EndTime,
        HistorySummary summary => summary.EndTime,
        ExecutionHistory history => history.EndTime,
        _ => null,
    });
}
