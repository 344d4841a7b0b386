namespace Marianne.Reports;

/// <summary>The result of an attempt.</summary>
public enum AttemptOutcome
{
    /// <summary>The attempt completed its sheet.</summary>
    Completed,

    /// <summary>The attempt failed.</summary>
    Failed,

    /// <summary>The attempt was stopped before it ended, and was or will be repeated.</summary>
    Interrupted,

    /// <summary>The attempt runs.</summary>
    Running,
}
