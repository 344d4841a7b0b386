using Marianne.Learning;
using WaitRequest = Marianne.Waits.WaitRequest;

namespace Marianne.Testing.Simulation;

/// <summary>Decides how long a simulated worker waits.</summary>
public interface IWaitPolicy
{
    /// <summary>
    /// Returns the time from the first error to the next attempt, or <c>null</c> if there is no other attempt.
    /// </summary>
    /// <param name="request">The current incident.</param>
    ValueTask<TimeSpan?> NextAsync(WaitRequest request);

    /// <summary>Records an attempt. A policy that does not learn has nothing to record.</summary>
    /// <param name="attempt">The attempt.</param>
    ValueTask RecordAsync(LearnedRecovery attempt) => ValueTask.CompletedTask;
}
