namespace Marianne.Policies;

/// <summary>The step after a failed attempt.</summary>
public enum RetryStep
{
    /// <summary>Run the sheet again to complete its partial result.</summary>
    Complete,

    /// <summary>Run the sheet again from the start.</summary>
    Retry,

    /// <summary>Do not run the sheet again; it has failed.</summary>
    GiveUp,
}
