using Marianne.Policies;

namespace Marianne.Waits;

/// <summary>The estimators by the words with which a score chooses them.</summary>
public static class WaitEstimators
{
    /// <summary>Returns the estimator of a mode. A mode in which waits are not learned has that of the recovery curve.</summary>
    /// <param name="mode">The mode.</param>
    public static IWaitEstimator Of(LearningMode mode) =>
        mode == LearningMode.Compatible ? new CompatibleEstimator() : new RecoveryCurveEstimator();
}
