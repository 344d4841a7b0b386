namespace Marianne.Policies;

/// <summary>What comes after an attempt that failed.</summary>
public enum RetryStep
{
    /// <summary>It is tried again, told what is missing, to complete what is there.</summary>
    Complete,

    /// <summary>It is tried again from the start.</summary>
    Retry,

    /// <summary>It has failed for good.</summary>
    GiveUp,
}
