using Marianne.Stores;

namespace Marianne.Learning;

/// <summary>
/// A store of what was learned from all jobs. Code that needs only a part of it asks for one of the interfaces that this one
/// combines.
/// </summary>
/// <remarks>
/// A store only records and retrieves. What follows from its data is decided by <see cref="Waits.LearnedWaitFormula"/>,
/// <see cref="ExecutionWindow"/> and <see cref="OutcomeConfidence"/>. Several processes may use the same file at once.
/// </remarks>
public interface ILearningStore
    : IStore, IOutcomeStore, IRecoveryStore, IRateLimitStore, ICircuitStore, IClusterStore, ISheetLimitStore,
        ILearningStatisticsStore, ILearningImport, ILearningClearingStore;
