namespace Marianne.Waits;

/// <summary>Estimates how long to wait after an error. Implementations are pure: the same input has the same result.</summary>
public interface IWaitEstimator
{
    /// <summary>Returns how long to wait before the next attempt.</summary>
    /// <param name="history">The earlier attempts after the same error.</param>
    /// <param name="request">The current incident and what its waits and attempts cost.</param>
    WaitEstimate Estimate(WaitHistory history, WaitRequest request);
}
