namespace Marianne.Jobs;

/// <summary>
/// Where jobs live. Any number of threads may use one store at once. Reading changes nothing; a change is made whole
/// or not at all, and one that returned outlasts the death of the process and of the power.
/// </summary>
public interface IJobStore : IAsyncDisposable
{
    /// <summary>What kind of store it is, such as <c>SQLite</c>.</summary>
    string Kind { get; }

    /// <summary>Where it is: a path, a server, or nothing for a store in memory.</summary>
    string? Location { get; }

    /// <summary>Whether it keeps execution history. One that does not refuses to record.</summary>
    bool SupportsExecutionHistory { get; }

    /// <summary>Makes what does not exist yet and checks that the store can be used.</summary>
    /// <param name="mustExist">Whether a store that does not exist is an error instead.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken);

    /// <summary>The job of an id with all its sheets; nothing when there is none.</summary>
    ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>The job of an id without its sheets, for who looks at it often; nothing when there is none.</summary>
    ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what changed of a job since it was loaded, and refreshes its <see cref="Job.UpdatedAt"/>.
    /// </summary>
    /// <exception cref="MarianneException">
    /// Somebody saved or removed it after it was loaded, or a value must not be written. Nothing was written then.
    /// </exception>
    ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken);

    /// <summary>Removes a job with its sheets, its history and what is attached; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Jobs, last updated first, read page by page; nothing stays open between two of them.</summary>
    IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>How many jobs there are of those asked for, paging apart.</summary>
    ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>The number of the sheet that comes next: see <see cref="NextSheet.Of"/>.</summary>
    /// <exception cref="MarianneException">There is no such job.</exception>
    ValueTask<int?> NextSheetAsync(
        string id, IReadOnlyDictionary<int, IReadOnlyCollection<int>>? dependencies, CancellationToken cancellationToken);

    /// <summary>
    /// Changes one sheet, and its job with it, in one step, and records the attempt that ends with it: see
    /// <see cref="SheetTransitions"/>.
    /// </summary>
    /// <exception cref="MarianneException">There is no such job or sheet, or a status does not allow it.</exception>
    ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken);

    /// <summary>Changes a job in one step: see <see cref="JobTransitions"/>. The job that comes back has no sheets.</summary>
    /// <exception cref="MarianneException">There is no such job, or its status does not allow it.</exception>
    ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken);

    /// <summary>Records attempts, all or none of them; they come back with their ids.</summary>
    /// <exception cref="MarianneException">There is no such job or sheet.</exception>
    ValueTask<IReadOnlyList<Execution>> RecordAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken);

    /// <summary>Recorded attempts, newest first unless told otherwise, read page by page.</summary>
    IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>How many attempts were recorded of those asked for, paging apart.</summary>
    ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Attaches an execution history to a job, or to one of its sheets, over the one that is there. It goes with the job;
    /// attaching it does not change the job, so it never conflicts with a save.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; nothing for the job itself.</param>
    /// <param name="content">The history as JSON, kept as it is. It is read to its end, and stays open.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">There is no such job or sheet.</exception>
    ValueTask AttachHistoryAsync(string id, int? sheetNumber, Stream content, CancellationToken cancellationToken);

    /// <summary>The execution history of a job or of one of its sheets, as it is now; nothing when it has none.</summary>
    /// <exception cref="MarianneException">There is no such job or sheet.</exception>
    ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken);

    /// <summary>Takes the execution history from a job or from one of its sheets; false when it has none.</summary>
    /// <exception cref="MarianneException">There is no such job or sheet.</exception>
    ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken);

    /// <summary>Which execution histories a job and its sheets have: the job's own first, then by number.</summary>
    /// <exception cref="MarianneException">There is no such job.</exception>
    ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(string id, CancellationToken cancellationToken);

    /// <summary>A job in figures.</summary>
    /// <exception cref="MarianneException">There is no such job.</exception>
    ValueTask<JobStatistics> MeasureAsync(string id, CancellationToken cancellationToken);
}
