using Marianne.Stores;

namespace Marianne.Jobs;

/// <summary>
/// A store of jobs. Code that needs only a part of it asks for one of the interfaces that this one combines.
/// </summary>
/// <remarks>
/// Reading changes nothing. A change is written completely or not at all, and a change that returned survives the death of
/// the process and a loss of power.
/// </remarks>
public interface IJobStore
    : IStore, IJobRepository, ISheetStore, IAttemptStore, IItemReader, IOutputReader, IApprovalStore, IAttachedHistoryStore,
      IJobImportStore, IJobStatisticsStore, IClaimStore, IHistoryStore, IRetentionStore;
