using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// The properties of execution histories, their steps and their statistics for <c>Marianne.Types.ps1xml</c>.
/// </summary>
public static class HistoryProperties
{
    /// <summary>Returns the time when a step was added, in local time.</summary>
    public static DateTime GetTimestamp(PSObject instance) =>
        StoredProperty.Live<ExecutionStep>(instance).Timestamp.LocalDateTime;

    /// <summary>Returns the start time, in local time.</summary>
    public static object? GetStartTime(PSObject instance) => Instant.Local(instance.BaseObject switch
    {
        ExecutionStep step => step.StartTime,
        HistorySummary summary => summary.StartTime,
        ExecutionHistory history => history.StartTime,
        _ => null,
    });

    /// <summary>Returns the end time, in local time.</summary>
    public static object? GetEndTime(PSObject instance) => Instant.Local(instance.BaseObject switch
    {
        ExecutionStep step => step.EndTime,
        HistorySummary summary => summary.EndTime,
        ExecutionHistory history => history.EndTime,
        _ => null,
    });
}
