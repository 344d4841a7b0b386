using Marianne.Jobs;

namespace Marianne.Runner.Tests.Running;

/// <summary>A store that calls a test before it makes a change.</summary>
/// <param name="inner">The store.</param>
/// <param name="onUpdate">Called before a job is changed.</param>
/// <param name="onSheetUpdate">Called before a sheet is changed.</param>
/// <param name="onAttach">Called before an execution history is attached.</param>
internal sealed class HookedStore(
    IJobStore inner,
    Func<JobUpdate, Task>? onUpdate = null,
    Func<SheetUpdate, Task>? onSheetUpdate = null,
    Action? onAttach = null)
    : IJobStore
{
    public string? Location => inner.Location;

    /// <summary>Calls an action once, just before a job is taken over.</summary>
    public static HookedStore OnRun(IJobStore inner, Func<Task> action)
    {
        bool wasCalled = false;
        return new HookedStore(inner, async update =>
        {
            if (update is JobUpdate.Run && !wasCalled)
            {
                wasCalled = true;
                await action();
            }
        });
    }

    public ValueTask<IReadOnlyList<SheetApproval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken) =>
        inner.ListApprovalsAsync(query, cancellationToken);

    public ValueTask<ApprovalResult> AnswerAsync(string jobId, int number, ApprovalAnswer? answer, CancellationToken cancellationToken) =>
        inner.AnswerAsync(jobId, number, answer, cancellationToken);

    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        await (onUpdate?.Invoke(update) ?? Task.CompletedTask);
        return await inner.UpdateAsync(id, update, cancellationToken);
    }

    /// <summary>Called before the leases are renewed.</summary>
    public Func<Task> OnRenew { get; init; } = () => Task.CompletedTask;

    public async ValueTask<GrantedClaim> ClaimJobAsync(
        string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease, CancellationToken cancellationToken)
    {
        await (onUpdate?.Invoke(update) ?? Task.CompletedTask);
        return await inner.ClaimJobAsync(jobId, worker, update, lease, cancellationToken);
    }

    /// <summary>Called before a worker is announced.</summary>
    public Func<Task> OnAnnounce { get; init; } = () => Task.CompletedTask;

    public async ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken)
    {
        await OnAnnounce();
        await inner.AnnounceAsync(worker, cancellationToken);
    }

    public ValueTask WithdrawAsync(string workerId, CancellationToken cancellationToken) =>
        inner.WithdrawAsync(workerId, cancellationToken);

    public ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken) =>
        inner.ClaimSheetsAsync(request, cancellationToken);

    public async ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken)
    {
        await OnRenew();
        return await inner.RenewAsync(workerId, lease, cancellationToken);
    }

    public ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(jobId, token, message, cancellationToken);

    public ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken) =>
        inner.QueueAsync(jobId, priority, cancellationToken);

    /// <summary>Called for each hint that is sent.</summary>
    public Action OnHint { get; init; } = () => { };

    /// <summary>Returns the hints that a worker listens to. The default is none.</summary>
    public Func<IWorkHints?> OnListen { get; init; } = () => null;

    public ValueTask HintAsync(CancellationToken cancellationToken)
    {
        OnHint();
        return default;
    }

    public IWorkHints? Listen() => OnListen();

    public ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken) =>
        inner.ListWorkersAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken) =>
        inner.ListClaimsAsync(jobId, cancellationToken);

    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        await (onSheetUpdate?.Invoke(update) ?? Task.CompletedTask);
        return await inner.UpdateSheetAsync(id, number, update, cancellationToken);
    }

    public ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken) =>
        inner.LoadSheetsAsync(id, numbers, cancellationToken);

    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        inner.OpenAsync(mustExist, cancellationToken);

    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) => inner.LoadAsync(id, cancellationToken);

    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        inner.LoadHeaderAsync(id, cancellationToken);

    public ValueTask<Job?> LoadStatusAsync(string id, CancellationToken cancellationToken) =>
        inner.LoadStatusAsync(id, cancellationToken);

    public ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken) =>
        inner.SaveAsync(job, mode, cancellationToken);

    public ValueTask<string?> CreateAsync(
        Job job, JobKey key, Func<Job, bool> keepsKey, CancellationToken cancellationToken) =>
        inner.CreateAsync(job, key, keepsKey, cancellationToken);

    public ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken) =>
        inner.BeginImportAsync(job, replace, cancellationToken);

    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        inner.DeleteAsync(id, cancellationToken);

    public IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) =>
        inner.CountAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken) =>
        inner.RecordExecutionsAsync(executions, cancellationToken);

    public IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        inner.ListExecutionsAsync(query, cancellationToken);

    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        inner.CountExecutionsAsync(query, cancellationToken);

    public ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken) =>
        inner.LoadItemAsync(jobId, number, cancellationToken);

    public ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken) =>
        inner.ListItemsAsync(jobId, cancellationToken);

    public IAsyncEnumerable<SheetOutput> ListOutputsAsync(OutputQuery query, CancellationToken cancellationToken) =>
        inner.ListOutputsAsync(query, cancellationToken);

    public ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken) =>
        inner.GetStatisticsAsync(id, cancellationToken);

    public ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        onAttach?.Invoke();
        return inner.AttachHistoryAsync(id, sheetNumber, content, cancellationToken);
    }

    public ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken) =>
        inner.OpenHistoryAsync(id, sheetNumber, cancellationToken);

    public ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken) =>
        inner.DetachHistoryAsync(id, sheetNumber, cancellationToken);

    public ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(string id, CancellationToken cancellationToken) =>
        inner.ListHistoriesAsync(id, cancellationToken);

    public ValueTask<MeasuredHistory> MeasureHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken) =>
        inner.MeasureHistoryAsync(part, jobs, cancellationToken);

    public ValueTask<ClearedHistory> ClearHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken) =>
        inner.ClearHistoryAsync(part, jobs, cancellationToken);

    public ValueTask<IReadOnlyList<ArchivedFigures>> ListArchivedFiguresAsync(CancellationToken cancellationToken) =>
        inner.ListArchivedFiguresAsync(cancellationToken);

    public ValueTask<AttemptFigures> GetArchivedAttemptsAsync(string jobId, CancellationToken cancellationToken) =>
        inner.GetArchivedAttemptsAsync(jobId, cancellationToken);

    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) =>
        inner.ReleaseSpaceAsync(cancellationToken);

    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => inner.CompactAsync(cancellationToken);

    public ValueTask<RetentionRule> GetRetentionAsync(CancellationToken cancellationToken) =>
        inner.GetRetentionAsync(cancellationToken);

    public ValueTask<RetentionRule> SetRetentionAsync(
        Func<RetentionRule, RetentionRule> change, CancellationToken cancellationToken) =>
        inner.SetRetentionAsync(change, cancellationToken);

    public ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken) => inner.NoteOwnRulesAsync(cancellationToken);

    public ValueTask<RetentionRule?> BeginCleaningAsync(TimeSpan turn, CancellationToken cancellationToken) =>
        inner.BeginCleaningAsync(turn, cancellationToken);

    public ValueTask EndCleaningAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        inner.EndCleaningAsync(pause, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
