namespace Marianne.Learning;

/// <summary>Which number of a limit is reached.</summary>
public enum SlotRefusalReason
{
    /// <summary>As many sheets run as may run at once.</summary>
    Concurrent,

    /// <summary>As many attempts began within the last hour as may begin in an hour.</summary>
    PerHour,
}
