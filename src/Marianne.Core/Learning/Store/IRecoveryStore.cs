using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>Records and lists recoveries from errors, and retrieves what a wait is learned from.</summary>
public interface IRecoveryStore
{
    /// <summary>
    /// Records recoveries, all of them or none, and returns them with their ids and times. A recovery whose id the store
    /// already has is neither recorded again nor returned, so a call whose result is not known can be repeated.
    /// </summary>
    /// <param name="recoveries">The recoveries.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A value is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
        IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken);

    /// <summary>Lists recoveries, the newest first. They are read page by page.</summary>
    /// <param name="query">Which recoveries to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the recoveries that match a query, ignoring its paging.</summary>
    /// <param name="query">Which recoveries to count.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken);

    /// <summary>Retrieves the successful recoveries from an error.</summary>
    /// <param name="errorCode">The error code.</param>
    /// <param name="model">The model; <c>null</c> for all models.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<WaitSamples> GetWaitSamplesAsync(string errorCode, string? model, CancellationToken cancellationToken);

    /// <summary>Retrieves the most recent attempts after an error, successful and failed ones.</summary>
    /// <param name="errorCode">The error code.</param>
    /// <param name="model">The model; <c>null</c> for all models.</param>
    /// <param name="service">The service; <c>null</c> for all services.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<WaitHistory> GetWaitHistoryAsync(
        string errorCode, string? model, string? service, CancellationToken cancellationToken);

    /// <summary>Counts recoveries by hour of the day.</summary>
    /// <param name="errorCode">The error code; <c>null</c> for all errors.</param>
    /// <param name="model">The model; <c>null</c> for all models.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
        string? errorCode, string? model, CancellationToken cancellationToken);
}
