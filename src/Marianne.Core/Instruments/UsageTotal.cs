namespace Marianne.Instruments;

/// <summary>What the tokens and the cost in one record stand for.</summary>
public enum UsageTotal
{
    /// <summary>All of the attempt. The last record counts.</summary>
    Total,

    /// <summary>A part of the attempt. All records are added.</summary>
    Sum,

    /// <summary>All of the session, which earlier attempts may have begun. What they used is subtracted.</summary>
    Session,
}
