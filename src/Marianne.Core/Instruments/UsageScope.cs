namespace Marianne.Instruments;

/// <summary>How the figures of several records are combined.</summary>
public enum UsageScope
{
    /// <summary>The last record holds the total.</summary>
    Last,

    /// <summary>Each record holds its own part.</summary>
    Sum,

    /// <summary>Each record holds its own part, and records with the same key are counted once.</summary>
    Once,
}
